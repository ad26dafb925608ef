import Billets
import BilletsGateway

extension TrustedProxies: OptionValue {
    /// Reads addresses and CIDR blocks with commas between them.
    init(parsing text: String) throws {
        do {
            try self.init(text)
        } catch {
            throw Complaint("\(error.message)")
        }
    }
}

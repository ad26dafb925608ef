import Billets
import BilletsGateway

extension TrustedProxies: OptionValue {
    /// Reads addresses and CIDR blocks with commas between them.
    init(parsing text: String) throws {
        do {
            try self.init(text)
        } catch {
            throw Complaint(
                "write at most \(Self.blocksMaximum) addresses and blocks with commas between them, such as "
                    + "10.0.0.0/8,fd00::1"
            )
        }
    }
}

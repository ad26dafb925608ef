import Billets
import BilletsBus

extension RedisAddress: OptionValue {
    /// Reads `redis://HOST:PORT` or `redis://USER@HOST:PORT`.
    init(parsing text: String) throws {
        do {
            try self.init(text)
        } catch {
            throw Complaint("\(error.message.removingLastPeriod)")
        }
    }
}

extension String {
    fileprivate var removingLastPeriod: Substring {
        hasSuffix(".") ? dropLast() : self[...]
    }
}

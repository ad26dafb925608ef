import Billets
import BilletsWire

/// Writes moments that come as seconds.
enum TimestampText {
    /// The moment so many seconds after 1970 began, as RFC 3339 has it.
    static func of(seconds: Int64) -> String {
        Timestamp(millisecondsSinceEpoch: seconds * 1000).rfc3339
    }
}

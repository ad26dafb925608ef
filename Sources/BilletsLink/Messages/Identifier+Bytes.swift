import Billets
import FoundationEssentials

extension Identifier {
    /// Reads the 16 bytes of a UUID, in the order of its text form.
    init(bytes: Data, field: StaticString) throws(MessageFault) {
        guard bytes.count == 16 else {
            throw MessageFault("\(field) has \(bytes.count) bytes, and a UUID has 16.")
        }
        var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &uuid) { _ = bytes.copyBytes(to: $0) }
        self.init(UUID(uuid: uuid))
    }

    /// The 16 bytes of the UUID.
    var bytes: Data {
        withUnsafeBytes(of: uuid.uuid) { Data($0) }
    }
}

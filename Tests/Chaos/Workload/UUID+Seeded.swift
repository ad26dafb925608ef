import BilletsSeeds
import FoundationEssentials

extension UUID {
    /// A UUID version 4 of the numbers of `generator`.
    init(using generator: inout SeededGenerator) {
        var bytes = (0..<2).flatMap { _ in
            withUnsafeBytes(of: generator.next()) { Array($0) }
        }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        self.init(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
                bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            )
        )
    }
}

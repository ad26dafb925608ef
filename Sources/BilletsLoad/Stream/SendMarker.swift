import FoundationEssentials

/// The time at which a change was due, written at the beginning of the ticket's description:
/// `@load:BOOT:NANOSECONDS:`.
///
/// The time is that of the machine's monotonic clock, which all processes share that run since the same
/// boot: so a process measures the changes of every load tester on its machine, and of no other one.
public struct SendMarker: Hashable, Sendable {
    private static let opening = Array("@load:".utf8)
    private static let bootDigits = 8

    private let boot: [UInt8]

    /// The marker of the machine's present boot.
    public init() {
        let id = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        self.init(boot: id ?? "")
    }

    /// The marker of a boot with this name.
    public init(boot: String) {
        let digits = boot.lowercased().utf8.filter {
            ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
                || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "f"))
        }
        let padding = [UInt8](repeating: UInt8(ascii: "0"), count: Self.bootDigits)
        self.boot = Array((digits + padding).prefix(Self.bootDigits))
    }

    /// A description of `bytes` bytes, or as many as the marker itself takes, of a change that is due at `due`.
    public func description(due: UInt64, bytes: Int) -> String {
        let marker = "@load:\(String(decoding: boot, as: UTF8.self)):\(due):"
        let words = " The printer on the third floor answers with error 79 after the last update."
        var text = marker
        while text.utf8.count < bytes { text += words }
        return text.utf8.count > max(bytes, marker.utf8.count)
            ? String(text.prefix(max(bytes, marker.utf8.count))) : text
    }

    /// When the change that `bytes` tell of was due, in nanoseconds; nil if they bear no marker of this boot.
    public func due(in bytes: Span<UInt8>) -> UInt64? {
        let pattern = Self.opening + boot + [UInt8(ascii: ":")]
        guard var index = ByteSearch.end(of: pattern, in: bytes, from: 0) else { return nil }
        guard let due = ByteSearch.number(in: bytes, at: &index), index < bytes.count,
            bytes[index] == UInt8(ascii: ":")
        else { return nil }
        return UInt64(due)
    }
}

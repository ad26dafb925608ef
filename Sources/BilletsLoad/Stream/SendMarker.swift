import FoundationEssentials

/// Writes and reads the mark of a change, which stands at the beginning of the ticket's description:
/// `@load:BOOT:TEST:PHASE:VERSION:NANOSECONDS:`.
///
/// The time is that of the machine's monotonic clock (CLOCK_MONOTONIC), which all processes since the same boot share: the
/// processes of one machine measure one another's changes without comparing clocks, and none measures a change of
/// another machine. The version is the one that the change gives its ticket, so that a later event that still carries the
/// description, such as a change of the title, is not taken for the change that was marked.
public struct SendMarker: Hashable, Sendable {
    /// The part of a test that a change belongs to.
    public enum Phase: String, CaseIterable, Hashable, Sendable {
        /// The tickets are made.
        case prepare

        /// Latency is measured.
        case measure

        /// The tickets are closed.
        case close
    }

    /// A mark that was read.
    public struct Mark: Hashable, Sendable {
        /// The test that the change belongs to.
        public let test: String

        /// The part of the test.
        public let phase: Phase

        /// The version that the change gives its ticket.
        public let version: Int64

        /// The time at which the change was due, in nanoseconds.
        public let due: UInt64
    }

    private static let bootDigits = 8

    private let boot: String
    private let pattern: [UInt8]

    /// A marker of the machine's present boot.
    public init() {
        let id = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        self.init(boot: id ?? "")
    }

    /// A marker of a boot with this id.
    public init(boot: String) {
        let digits = boot.lowercased().filter { $0.isASCII && $0.isHexDigit }
        let padding = String(repeating: "0", count: Self.bootDigits)
        self.boot = String((digits + padding).prefix(Self.bootDigits))
        pattern = Array("\"description\":\"@load:\(self.boot):".utf8)
    }

    /// A description of `bytes` bytes, or as many as the mark itself takes.
    public func description(
        of test: LoadTestID,
        _ phase: Phase,
        version: Int64,
        due: UInt64,
        bytes: Int
    ) -> String {
        let mark = "@load:\(boot):\(test):\(phase.rawValue):\(version):\(due):"
        let words = " The printer on the third floor answers with error 79 after the last update."
        var text = mark
        while text.utf8.count < bytes { text += words }
        let length = max(bytes, mark.utf8.count)
        return text.utf8.count > length ? String(text.prefix(length)) : text
    }

    /// The mark in an event of a ticket, as JSON; nil if it carries none of this boot, or one that an earlier change left.
    public func mark(in event: Span<UInt8>) -> Mark? {
        guard var index = ByteSearch.end(of: pattern, in: event, from: 0),
            let test = word(in: event, at: &index),
            let phase = word(in: event, at: &index).flatMap(Phase.init(rawValue:)),
            let version = number(in: event, at: &index),
            let due = number(in: event, at: &index),
            MessageScanner.version(in: event) == version
        else { return nil }
        return Mark(test: test, phase: phase, version: version, due: UInt64(due))
    }

    private func word(in bytes: Span<UInt8>, at index: inout Int) -> String? {
        var word: [UInt8] = []
        while index < bytes.count, bytes[index] != UInt8(ascii: ":") {
            guard word.count < LoadTestID.charactersMaximum else { return nil }
            word.append(bytes[index])
            index += 1
        }
        guard index < bytes.count, !word.isEmpty else { return nil }
        index += 1
        return String(decoding: word, as: UTF8.self)
    }

    private func number(in bytes: Span<UInt8>, at index: inout Int) -> Int64? {
        guard let number = ByteSearch.number(in: bytes, at: &index), index < bytes.count,
            bytes[index] == UInt8(ascii: ":")
        else { return nil }
        index += 1
        return number
    }
}

/// How much a process says of what it does; the words are those of swift-log.
public enum LogLevel: String, CaseIterable, Comparable, Hashable, Sendable {
    /// Everything, for whoever follows single steps.
    case trace

    /// What helps to find a fault: each request, each socket.
    case debug

    /// What happens in the ordinary course of things.
    case info

    /// What is worth knowing, though nothing is wrong.
    case notice

    /// What may need somebody's attention.
    case warning

    /// What has failed.
    case error

    /// What ends the process.
    case critical

    /// Whether `left` lets more through than `right`.
    public static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.place < right.place
    }

    /// Where it stands among all of them, the most talkative first.
    var place: UInt8 {
        switch self {
        case .trace: 0
        case .debug: 1
        case .info: 2
        case .notice: 3
        case .warning: 4
        case .error: 5
        case .critical: 6
        }
    }

    /// The level at a place.
    init(place: UInt8) {
        self = Self.allCases.first { $0.place == place } ?? .critical
    }
}

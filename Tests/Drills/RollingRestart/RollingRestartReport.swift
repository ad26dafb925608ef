/// What a rolling restart showed.
public struct RollingRestartReport: Sendable, CustomStringConvertible {
    /// How wide the counts of reconnects are.
    public static let bucket: Duration = .milliseconds(100)

    /// How many clients were connected all the time.
    public internal(set) var clients = 0

    /// How many gateways were restarted, one after the other.
    public internal(set) var restarts = 0

    /// How long each restart took, from the signal until the cluster was whole again.
    public internal(set) var durations: [Duration] = []

    /// For each restart, how many clients began to connect anew in each tenth of a second after the signal.
    public internal(set) var reconnects: [[Int]] = []

    /// How many commands were accepted.
    public internal(set) var commandsAccepted = 0

    /// How often a command was `unavailable`, and sent again.
    public internal(set) var commandsUnavailable = 0

    /// How many sockets ended before their client had another one, by the code of the goodbye; 0 where there was
    /// none.
    public internal(set) var socketsLost: [UInt16: Int] = [:]

    /// The longest time for which any client had no socket that followed the stream.
    public internal(set) var longestWithoutService: Duration = .zero

    /// The promises that were broken, in words; empty if all is well.
    public internal(set) var violations: [String] = []

    /// The largest part of a restart's reconnects that fell into one tenth of a second, from 0 to 1.
    public var largestShare: Double {
        reconnects.filter { !$0.isEmpty }
            .map { Double($0.max() ?? 0) / Double(max(1, $0.reduce(0, +))) }.max() ?? 0
    }

    /// All of it, in a few lines.
    public var description: String {
        let each = zip(durations, reconnects).enumerated()
            .map { number, restart in
                """
                restart \(number + 1): \(restart.0), \(restart.1.reduce(0, +)) reconnects, per 100 ms: \
                \(restart.1.map(String.init).joined(separator: " "))
                """
            }
        let lost = socketsLost.sorted { $0.key < $1.key }
            .map { "\($0.value) with \($0.key)" }.joined(separator: ", ")
        return """
            \(clients) clients, \(restarts) restarts
            \(each.joined(separator: "\n"))
            largest part of a restart's reconnects within 100 ms: \(largestShare)
            longest time without service: \(longestWithoutService)
            sockets that ended before their client had another: \(lost.isEmpty ? "none" : lost)
            commands accepted: \(commandsAccepted), unavailable and sent again: \(commandsUnavailable)
            violations: \(violations.isEmpty ? "none" : violations.joined(separator: "; "))
            """
    }
}

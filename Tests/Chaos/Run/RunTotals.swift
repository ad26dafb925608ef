import Billets

/// What happened in a run, counted.
public struct RunTotals: Hashable, Sendable {
    /// How many clients there were.
    public var clients = 0

    /// Commands that were accepted.
    public var accepted = 0

    /// Commands that were rejected for good.
    public var rejected = 0

    /// Commands of unknown fate in the end.
    public var unknown = 0

    /// How often a command was sent again.
    public var retries = 0

    /// Events that clients got.
    public var deliveries = 0

    /// How often clients had to come back.
    public var reconnects = 0

    /// How many rows the events table has.
    public var revisions: Int64 = 0

    /// The totals of a run's record.
    public init(_ record: RunRecord) {
        clients = record.agents.count
        revisions = record.database.revision.number
        for agent in record.agents {
            reconnects += agent.reconnects
            deliveries += agent.streams.reduce(0) { $0 + $1.events.count }
            for intent in agent.intents {
                retries += max(0, intent.attempts - 1)
                switch intent.outcome {
                case .accepted: accepted += 1
                case .rejected: rejected += 1
                case .unknown: unknown += 1
                }
            }
        }
    }
}

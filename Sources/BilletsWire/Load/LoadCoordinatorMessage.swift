/// A message of the coordinator of a load test to a worker: one line of JSON on its standard input.
public enum LoadCoordinatorMessage: Hashable, Sendable {
    /// Open the sockets with these session tokens.
    case begin(tokens: [String])

    /// Make the tickets of the senders: the sockets of all workers are open.
    case prepare

    /// Wait until every connected socket has received the events up to this revision.
    case settle(highest: Int64)

    /// Measure from this time on, in nanoseconds of the monotonic clock.
    case measure(start: UInt64)

    /// Wait until every connected socket has received the events up to this revision.
    case finish(highest: Int64)

    /// Close the sockets and exit.
    case leave

    /// End the test early, but go through the steps that are left.
    case stop
}

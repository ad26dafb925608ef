/// A message of a worker of a load test to the coordinator: one line of JSON on its standard output.
///
/// A worker sends `opened`, `prepared`, `settled`, `measured` and `finished` in this order, waits for the coordinator's
/// answer to each, and sends `counted` in between.
public enum LoadWorkerMessage: Hashable, Sendable {
    /// Counts since the previous message; the coordinator adds them up.
    case counted(LoadHarvest)

    /// Every socket is connected or has failed; `milliseconds` is the time that took.
    case opened(milliseconds: Int64)

    /// The tickets of the worker's senders exist; `highest` is the highest revision that the worker has seen.
    case prepared(tickets: Int64, highest: Int64)

    /// Every connected socket has received the events of the preparation.
    case settled

    /// The measured time is over and the senders have their answers; `highest` is as above.
    case measured(highest: Int64)

    /// Every connected socket has received the last event, or the grace time is over.
    case finished(LoadRemainder)

    /// The worker cannot continue, for this reason.
    case failed(String)
}

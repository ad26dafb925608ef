/// How a post of a cluster stands.
enum ClusterPostState: Hashable, Sendable {
    /// Its turn to start has not come.
    case absent

    /// Its process is being made.
    case launched

    /// Its process lives; whether it serves is not known. `question` is the readiness question that
    /// is out, if one is.
    case unproven(pid: Int32, question: Int?)

    /// Its process serves, as it said at the moment `since`.
    case proven(pid: Int32, since: Duration)

    /// Its process died; the next one comes after a pause.
    case pausing

    /// Its process ended, and no other follows.
    case gone

    /// Whether there is a process that must be ended before the cluster is.
    var isAlive: Bool {
        switch self {
        case .launched, .unproven, .proven: true
        case .absent, .pausing, .gone: false
        }
    }

    /// The process that serves, if it is known to.
    var provenPID: Int32? {
        switch self {
        case .proven(let pid, _): pid
        case .absent, .launched, .unproven, .pausing, .gone: nil
        }
    }
}

/// What a cluster tells its processes.
enum ProcessSignal: Hashable, Sendable {
    /// Take no new connections, and end when the old ones have (HAProxy, SIGUSR1).
    case closeDoors

    /// End in order (SIGTERM).
    case end

    /// End now (SIGKILL).
    case kill
}

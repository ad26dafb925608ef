/// How a process is asked whether it serves.
enum ReadinessQuestion: Hashable, Sendable {
    /// By connecting to it.
    case connection(ListenAddress)

    /// By `GET /readyz`, which 200 answers.
    case readyz(ListenAddress, over: ReadinessRoad = .clearText)
}

/// How far a load test is.
public struct LoadProgress: Hashable, Sendable {
    /// What is being done.
    public enum Stage: String, Hashable, Sendable {
        /// Sockets are being opened.
        case connecting

        /// The senders make their tickets.
        case preparing

        /// It is measured.
        case measuring

        /// The last events and answers are awaited.
        case finishing
    }

    /// What is being done.
    public var stage: Stage

    /// How long it has been measured, in seconds.
    public var seconds: Double

    /// How long it is measured, in seconds.
    public var secondsPlanned: Double

    /// Sockets that follow the board.
    public var following: Int64

    /// Sockets that there are to be.
    public var sockets: Int

    /// Events a second since the last progress.
    public var deliveriesPerSecond: Double

    /// Accepted commands a second since the last progress.
    public var acceptedPerSecond: Double

    /// 99 % of the latencies since the last progress, in milliseconds.
    public var p99: Double

    /// Events that were lost so far.
    public var lost: Int64

    /// As one line for a terminal.
    public var line: String {
        let sockets = "\(Figures.grouped(following))/\(Figures.grouped(self.sockets)) sockets"
        switch stage {
        case .connecting, .preparing, .finishing:
            return "\(stage.rawValue)  \(sockets)"
        case .measuring:
            return "\(Figures.decimals(seconds, 0))/\(Figures.decimals(secondsPlanned, 0)) s  "
                + "\(sockets)  \(Figures.grouped(acceptedPerSecond)) commands/s  "
                + "\(Figures.grouped(deliveriesPerSecond)) deliveries/s  "
                + "p99 \(Figures.decimals(p99, 1)) ms  \(Figures.grouped(lost)) lost"
        }
    }
}

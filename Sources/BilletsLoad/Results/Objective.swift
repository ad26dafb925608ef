public import BilletsWire

/// Something that a load test is to show; what was not measured does not hold.
public enum Objective: Hashable, Sendable {
    /// A share of the events, which every socket has within a time.
    public enum Share: String, Hashable, Sendable {
        /// Half.
        case p50

        /// 90 %.
        case p90

        /// 99 %.
        case p99

        /// 99.9 %.
        case p999

        /// All of them.
        case max = "max-latency"
    }

    /// So many of the events are there within so many milliseconds.
    case latency(Share, milliseconds: Double)

    /// 99 % of the commands are answered within so many milliseconds.
    case answers(milliseconds: Double)

    /// 99 % of the sockets follow the board within so many milliseconds.
    case connects(milliseconds: Double)

    /// All sockets of a storm have caught up within so many milliseconds.
    case caughtUp(milliseconds: Double)

    /// At most so many events are lost, repeated or out of order, on sockets that are connected at the end.
    case loss(LossLimit)

    /// At most so many sockets do not get in, or are closed.
    case failures(Int64)

    /// At most so many commands are rejected, unanswered or could not be sent.
    case rejections(Int64)

    /// The sockets get at least so many events a second.
    case deliveries(perSecond: Double)

    /// At least so many commands a second are carried out.
    case commands(perSecond: Double)

    /// True if it is about sockets that fail or are closed.
    var isAboutSockets: Bool {
        if case .failures = self { true } else { false }
    }

    /// True if it is about commands that are rejected, not answered or not sent.
    var isAboutCommands: Bool {
        if case .rejections = self { true } else { false }
    }

    /// True if it is about lost, repeated and disordered events.
    var isAboutLoss: Bool {
        if case .loss = self { true } else { false }
    }

    /// What the report says of it.
    public func verdict(on report: LoadReport) -> LoadReport.Verdict {
        switch self {
        case .latency(let share, let limit):
            Self.within(limit, share.rawValue, report.latency, share.of(report.latency), report)
        case .answers(let limit):
            Self.within(limit, "answer-p99", report.answers, report.answers.p99, report)
        case .connects(let limit):
            Self.within(limit, "connect-p99", report.connects, report.connects.p99, report)
        case .caughtUp(let limit): Self.caughtUp(limit, report)
        case .loss(let limit): Self.loss(limit, report)
        case .failures(let limit):
            Self.count(
                "failures",
                limit,
                report.failures.values.reduce(0, +) + report.closes.values.reduce(0, +)
            )
        case .rejections(let limit):
            Self.count(
                "rejections",
                limit,
                report.rejected.values.reduce(0, +) + report.unanswered + report.unsent
            )
        case .deliveries(let least):
            Self.rate("deliveries-per-second", least, report.deliveriesPerSecond)
        case .commands(let least):
            Self.rate("commands-per-second", least, report.acceptedPerSecond)
        }
    }

    private static func within(
        _ limit: Double,
        _ name: String,
        _ latency: LoadReport.Latency,
        _ found: Double,
        _ report: LoadReport
    ) -> LoadReport.Verdict {
        // A change that could not even be sent is later than any limit: leaving it out would flatter.
        let isWhole = name == "connect-p99" || report.unsent == 0
        let words =
            latency.count == 0
            ? "nothing was measured" : Self.milliseconds(found)
        return LoadReport.Verdict(
            name: name,
            wanted: "\(Self.milliseconds(limit)) at most",
            found: isWhole ? words : "\(words), and \(report.unsent) could not be sent",
            isHeld: latency.count > 0 && found <= limit && isWhole
        )
    }

    private static func caughtUp(_ limit: Double, _ report: LoadReport) -> LoadReport.Verdict {
        let isComplete = report.stormed > 0 && report.notCaughtUp == 0
        let words =
            isComplete
            ? milliseconds(report.catchUps.max)
            : "\(report.notCaughtUp) of \(report.stormed) sockets not at all"
        return LoadReport.Verdict(
            name: "caught-up",
            wanted: "\(milliseconds(limit)) at most",
            found: words,
            isHeld: isComplete && report.catchUps.max <= limit
        )
    }

    private static func loss(_ limit: LossLimit, _ report: LoadReport) -> LoadReport.Verdict {
        let amiss = report.lost + report.repeated + report.outOfOrder
        return LoadReport.Verdict(
            name: "loss",
            wanted: "\(limit) at most",
            found: "\(report.lost) lost, \(report.repeated) repeated, "
                + "\(report.outOfOrder) out of order",
            isHeld: limit.allows(amiss, of: report.deliveries + report.lost)
        )
    }

    private static func count(
        _ name: String,
        _ limit: Int64,
        _ found: Int64
    ) -> LoadReport.Verdict {
        LoadReport.Verdict(
            name: name,
            wanted: "\(limit) at most",
            found: "\(found)",
            isHeld: found <= limit
        )
    }

    private static func rate(
        _ name: String,
        _ least: Double,
        _ found: Double
    ) -> LoadReport.Verdict {
        LoadReport.Verdict(
            name: name,
            wanted: "\(Figures.grouped(least)) at least",
            found: Figures.grouped(found),
            isHeld: found >= least
        )
    }

    private static func milliseconds(_ value: Double) -> String {
        "\(Figures.decimals(value)) ms"
    }
}

extension Objective.Share {
    /// The time within which so many were.
    fileprivate func of(_ latency: LoadReport.Latency) -> Double {
        switch self {
        case .p50: latency.p50
        case .p90: latency.p90
        case .p99: latency.p99
        case .p999: latency.p999
        case .max: latency.max
        }
    }
}

import ArgumentParser
import BilletsLoad

/// What a load test is to show; the exit status says whether it did.
struct LoadObjectiveOptions: ParsableArguments {
    /// The longest of half of the latencies.
    @Option(
        name: .customLong("p50"),
        help: .setting(.p50, "Within what time half of the events are there.", value: "time"),
        transform: ElapsedTime.init(parsing:)
    )
    var p50: ElapsedTime?

    /// The longest of 90 %.
    @Option(
        name: .customLong("p90"),
        help: .setting(.p90, "Within what time 90 % of the events are there.", value: "time"),
        transform: ElapsedTime.init(parsing:)
    )
    var p90: ElapsedTime?

    /// The longest of 99 %.
    @Option(
        name: .customLong("p99"),
        help: .setting(.p99, "Within what time 99 % of the events are there.", value: "time"),
        transform: ElapsedTime.init(parsing:)
    )
    var p99: ElapsedTime?

    /// The longest of 99.9 %.
    @Option(
        name: .customLong("p999"),
        help: .setting(.p999, "Within what time 99.9 % of the events are there.", value: "time"),
        transform: ElapsedTime.init(parsing:)
    )
    var p999: ElapsedTime?

    /// The longest of all.
    @Option(
        help: .setting(.maxLatency, "Within what time all events are there.", value: "time"),
        transform: ElapsedTime.init(parsing:)
    )
    var maxLatency: ElapsedTime?

    /// The longest of 99 % of the answers.
    @Option(
        name: .customLong("answer-p99"),
        help: .setting(
            .answerP99,
            "Within what time 99 % of the commands are answered.",
            value: "time"
        ),
        transform: ElapsedTime.init(parsing:)
    )
    var answerP99: ElapsedTime?

    /// The longest of 99 % of the ways in.
    @Option(
        name: .customLong("connect-p99"),
        help: .setting(
            .connectP99,
            "Within what time 99 % of the sockets follow the board, from the first packet on.",
            value: "time"
        ),
        transform: ElapsedTime.init(parsing:)
    )
    var connectP99: ElapsedTime?

    /// The longest catching up.
    @Option(
        help: .setting(
            .caughtUp,
            "Within what time all sockets of a storm have seen all that they missed.",
            value: "time"
        ),
        transform: ElapsedTime.init(parsing:)
    )
    var caughtUp: ElapsedTime?

    /// The greatest loss.
    @Option(
        help: .setting(
            .loss,
            "How many events may be lost, repeated or out of order on connected sockets: a number, or a share such as 0.1%. "
                + "Sockets that failed or were closed are counted by --failures: state both.",
            value: "limit"
        ),
        transform: LossLimit.init(parsing:)
    )
    var loss: LossLimit?

    /// The most sockets that fail.
    @Option(
        help: .setting(
            .failures,
            "How many sockets may not get in, or be closed by a gateway: recommended with every test is 0.",
            value: "number"
        ),
        transform: CountNumber.init(parsing:)
    )
    var failures: CountNumber?

    /// The most commands that fail.
    @Option(
        help: .setting(
            .rejections,
            "How many commands may be rejected, get no answer, or be due and not sent.",
            value: "number"
        ),
        transform: CountNumber.init(parsing:)
    )
    var rejections: CountNumber?

    /// The least deliveries.
    @Option(
        help: .setting(
            .deliveriesPerSecond,
            "How many events a second the sockets get together, at least.",
            value: "number"
        ),
        transform: AmountNumber.init(parsing:)
    )
    var deliveriesPerSecond: AmountNumber?

    /// The least commands.
    @Option(
        help: .setting(
            .commandsPerSecond,
            "How many commands a second are carried out, at least.",
            value: "number"
        ),
        transform: AmountNumber.init(parsing:)
    )
    var commandsPerSecond: AmountNumber?
}

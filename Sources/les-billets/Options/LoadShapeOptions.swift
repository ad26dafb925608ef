import ArgumentParser
import BilletsLoad

/// How much load is made, and for how long.
struct LoadShapeOptions: ParsableArguments {
    /// The sockets that only follow.
    @Option(
        help: .setting(
            .sockets,
            "How many sockets follow the board and see every change.",
            value: "number",
            default: "1000; board and write: 10"
        ),
        transform: CountNumber.init(parsing:)
    )
    var sockets: CountNumber?

    /// The sockets that send.
    @Option(
        help: .setting(
            .senders,
            "How many more sockets send; with 0 it only watches what other tests send.",
            value: "number",
            default: "4; board: 20; write: 50"
        ),
        transform: CountNumber.init(parsing:)
    )
    var senders: CountNumber?

    /// The commands without an answer.
    @Option(
        help: .setting(
            .window,
            "How many commands a sender may have without an answer, each about a ticket of its own; with board, "
                + "how many tickets there are for each agent.",
            value: "number",
            default: "16; board: 4; write: 1"
        ),
        transform: LimitNumber.init(parsing:)
    )
    var window: LimitNumber?

    /// The rate.
    @Option(
        help: .setting(
            .rate,
            "How many changes, or rounds of board, are due a second, of all senders together.",
            value: "number",
            default: "20"
        ),
        transform: AmountNumber.init(parsing:)
    )
    var rate: AmountNumber?

    /// The ramp.
    @Option(
        help: .setting(
            .ramp,
            "In what time the rate grows from 0.",
            value: "time",
            default: "at once"
        ),
        transform: ElapsedTime.init(parsing:)
    )
    var ramp: ElapsedTime?

    /// How long.
    @Option(
        help: .setting(
            .seconds,
            "How many seconds are measured.",
            value: "number",
            default: "10"
        ),
        transform: AmountNumber.init(parsing:)
    )
    var seconds: AmountNumber?

    /// How fast sockets are opened.
    @Option(
        help: .setting(
            .connectRate,
            "How many sockets are opened a second; never are more than 512 on their way in at once.",
            value: "number",
            default: "2000"
        ),
        transform: AmountNumber.init(parsing:)
    )
    var connectRate: AmountNumber?

    /// The threads.
    @Option(
        help: .setting(
            .threads,
            "How many threads the following sockets of a process have; the senders have one of their own.",
            value: "number",
            default: "1"
        ),
        transform: LoadThreadCount.init(parsing:)
    )
    var threads: LoadThreadCount?

    /// The processes.
    @Option(
        help: .setting(
            .processes,
            "How many processes make the load together, on this machine; sockets, senders and rate are divided over them.",
            value: "number",
            default: "1"
        ),
        transform: LimitNumber.init(parsing:)
    )
    var processes: LimitNumber?

    /// The size of a change.
    @Option(
        help: .setting(
            .descriptionBytes,
            "How many bytes the description has that a change sets.",
            value: "number",
            default: "120"
        ),
        transform: LimitNumber.init(parsing:)
    )
    var descriptionBytes: LimitNumber?
}

import ArgumentParser
import BilletsGateway

/// How long a gateway waits: for its clients to go when it stops, and for the store.
struct PatienceOptions: ParsableArguments {
    /// The drain unless something else is said, in seconds.
    static let drainSecondsStandard = Int(DrainTiming().drain.components.seconds)

    /// The time in which clients go.
    @Option(
        help: .setting(
            .drainSeconds,
            "How many seconds the clients have to go elsewhere when the gateway stops: they are asked to come back "
                + "within half of it, and those that stay are sent away near its end.",
            value: "seconds",
            default: "\(drainSecondsStandard)"
        ),
        transform: DrainSeconds.init(parsing:)
    )
    var drainSeconds: DrainSeconds?

    /// The deadline of commands.
    @Option(
        help: .setting(
            .commandSeconds,
            "How many seconds a command may wait for the store; then it is unavailable.",
            value: "seconds",
            default: "\(StorePatience().command.components.seconds)"
        ),
        transform: LimitNumber.init(parsing:)
    )
    var commandSeconds: LimitNumber?

    /// How many seconds a gateway has for its drain, as the command line and the environment say.
    ///
    /// - Throws: a `Complaint` if the environment makes no sense.
    static func drain(_ given: DrainSeconds?, _ settings: Settings) throws -> Duration {
        .seconds(try settings.value(given, .drainSeconds)?.number ?? drainSecondsStandard)
    }

    /// Tells a gateway what the command line and the environment say.
    ///
    /// - Throws: a `Complaint` if they make no sense.
    func apply(to configuration: inout GatewayConfiguration, _ settings: Settings) throws {
        configuration.draining.drain = try Self.drain(drainSeconds, settings)
        if let seconds = try settings.value(commandSeconds, .commandSeconds) {
            configuration.patience.command = .seconds(seconds.number)
        }
    }
}

import ArgumentParser
import Billets

/// How long the locks of a database last that this process opens.
struct LeaseOptions: ParsableArguments {
    /// How long a lock lasts unless it is renewed.
    @Option(
        help: .setting(
            .lockSeconds,
            "How long a lock lasts unless it is renewed; the same for all who open one database file.",
            value: "seconds",
            default: "120"
        ),
        transform: LimitNumber.init(parsing:)
    )
    var lockSeconds: LimitNumber?

    /// The lives of locks that the command line or the environment asks for.
    func policy(_ settings: Settings) throws -> LeasePolicy {
        var policy = LeasePolicy()
        if let seconds = try settings.value(lockSeconds, .lockSeconds) {
            policy.leaseDuration = .seconds(seconds.number)
        }
        return policy
    }
}

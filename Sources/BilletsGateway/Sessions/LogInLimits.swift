public import Billets

/// How often somebody may try to log in, over all gateways; nil: as often as they like.
public struct LogInLimits: Hashable, Sendable {
    /// One account from one address: 10 times, and once more each minute.
    ///
    /// Who guesses from one place gets nowhere, and keeps nobody out who comes from another.
    public var accountAtAddress: Throttle? = Throttle(burst: 10, interval: .seconds(60))

    /// One account from anywhere: 100 times, and once more every ten seconds.
    ///
    /// Against guessing from many places at once.
    public var account: Throttle? = Throttle(burst: 100, interval: .seconds(10))

    /// All accounts from one address: 200 times, and once more each second, so that an office behind one
    /// address can begin its day.
    public var address: Throttle? = Throttle(burst: 200, interval: .seconds(1))

    /// Registrations from one address: 10, and one more each ten minutes.
    public var registration: Throttle? = Throttle(burst: 10, interval: .seconds(600))

    /// The defaults.
    public init() {}

    /// No limits, for load tests.
    public static var none: LogInLimits {
        var limits = LogInLimits()
        limits.accountAtAddress = nil
        limits.account = nil
        limits.address = nil
        limits.registration = nil
        return limits
    }
}

import Billets
import NIOCore
import Synchronization

/// How fast each user of this gateway has been sending.
///
/// Whoever is idle, and has no socket, is forgotten when others come: what it holds is bounded by the users
/// who were here in the last seconds.
final class UserRates: Sendable {
    /// How many users come before the idle ones are looked for.
    private static let sweepInterval = 256

    private struct Contents {
        var rates: [UserID: UserRate] = [:]
        var newcomers = 0

        mutating func forgetIdle(at now: Int64) {
            for user in Array(rates.keys) where rates[user]?.isIdle(at: now) == true {
                // A socket that keeps the bucket goes on filling it.
                var bucket = rates.removeValue(forKey: user)
                if !isKnownUniquelyReferenced(&bucket) { rates[user] = bucket }
            }
        }
    }

    private let rate: MessageRate?
    private let contents = Mutex(Contents())

    /// Everybody may send at `rate`; nil: as fast as they like.
    init(_ rate: MessageRate?) {
        self.rate = rate
    }

    /// The bucket of `user`, to be kept by each of their sockets; nil if there is no limit.
    func rate(of user: UserID) -> UserRate? {
        guard let rate else { return nil }
        return contents.withLock { contents in
            if let known = contents.rates[user] { return known }
            contents.newcomers += 1
            if contents.newcomers >= Self.sweepInterval {
                contents.newcomers = 0
                contents.forgetIdle(at: Self.now)
            }
            let new = UserRate(rate)
            contents.rates[user] = new
            return new
        }
    }

    /// The time of the monotonic clock, in nanoseconds.
    static var now: Int64 {
        Int64(clamping: NIODeadline.now().uptimeNanoseconds)
    }
}

extension Rejection {
    /// The rejection of a request whose user sends too fast.
    static let tooManyRequests = Rejection(
        .rateLimited,
        "You send too many requests: send fewer, and wait a second."
    )
}

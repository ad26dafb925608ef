import Billets
import Synchronization

/// Bounds the look-ups of unknown API tokens by each client's address, since each of them costs a read of the store.
final class TokenLookupThrottle: Sendable {
    /// The unknown tokens that one address may show.
    static let limit = Throttle(burst: 100, interval: .seconds(1))

    /// The most addresses that are remembered; when there are more, those that have been quiet are forgotten, and if that
    /// does not help, all.
    static let addressesMaximum = 10_000

    private let emptyAt = Mutex<[ClientAddress: Timestamp]>([:])

    /// Counts the look-up of a token that is not known yet.
    ///
    /// - Throws: `rateLimited` if the address has shown too many unknown ones.
    func admit(_ address: ClientAddress, at now: Timestamp) throws(Rejection) {
        let isAdmitted = emptyAt.withLock { emptyAt in
            if emptyAt.count >= Self.addressesMaximum {
                emptyAt = emptyAt.filter { $0.value > now }
            }
            if emptyAt.count >= Self.addressesMaximum { emptyAt = [:] }
            guard
                case .admitted(let end) = Self.limit.judge(
                    emptyAt: emptyAt[address.holder],
                    at: now
                )
            else { return false }
            emptyAt[address.holder] = end
            return true
        }
        guard isAdmitted else {
            throw Rejection(
                .rateLimited,
                "This address has shown too many unknown API tokens: check the token, and wait a second."
            )
        }
    }

    /// Takes back one look-up of an address, whose token was found.
    func forgive(_ address: ClientAddress) {
        emptyAt.withLock { emptyAt in
            emptyAt[address.holder] = emptyAt[address.holder]?.adding(.zero - Self.limit.interval)
        }
    }
}

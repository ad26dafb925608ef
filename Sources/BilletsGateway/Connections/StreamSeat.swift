import Billets

/// The place of one event stream among the sockets of its user, its address and the gateway.
///
/// The stream counts as long as this lives, so that it is counted out once, however its response ends: after its last
/// byte, with its connection, or before it has begun.
///
/// A seat knows no connection: the body of the response holds it, and is released with the response.
final class StreamSeat: Sendable {
    private let ledger: ConnectionLedger
    private let user: UserID
    private let address: ClientAddress

    /// Counts a stream of `user` from `address`; nil if there is no room for it.
    init?(in ledger: ConnectionLedger, of user: UserID, from address: ClientAddress) {
        guard ledger.socketOpened(by: user, from: address) else { return nil }
        self.ledger = ledger
        self.user = user
        self.address = address
    }

    deinit {
        ledger.socketClosed(by: user, from: address)
    }
}

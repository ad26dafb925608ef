import Billets
import BilletsWire

/// What a client wants done, until it knows for certain what became of it.
struct ClientIntent {
    /// Its name.
    let requestID: RequestID

    /// What is sent for it.
    let message: ClientMessage
}

import Billets
import BilletsWire

/// Takes in payloads from the events channel: what is signed by this database, and of the
/// history that is followed, is kept for one hand-over; all else is counted and dropped.
struct EventIntake {
    private let codec: WireEventCodec
    private var epoch: Epoch
    private var events: [WireEvent] = []
    private var own = OwnPayloads()

    /// An intake for the database `identity`.
    init(_ identity: StoreIdentity) {
        codec = WireEventCodec(wireKey: identity.wireKey)
        epoch = identity.epoch
    }

    /// The history is another one: events of `epoch` are kept from now on.
    mutating func follow(_ epoch: Epoch) {
        self.epoch = epoch
    }

    /// `event` was published from here as `payload`, which will come back.
    mutating func published(_ event: WireEvent, as payload: [UInt8]) {
        own.published(event, as: payload)
    }

    /// A connection was lost, and with it perhaps what we published.
    mutating func connectionLost() {
        own.forget()
    }

    /// Judges one payload.
    ///
    /// - Returns: why it was dropped; nil if it was kept.
    mutating func take(_ payload: [UInt8]) -> RedisBusDrop? {
        do throws(WireEventError) {
            let event =
                if let ours = own.returned(payload) { ours } else { try codec.decode(payload) }
            guard event.cursor.epoch == epoch else { return .foreignEpoch }
            events.append(event)
            return nil
        } catch {
            switch error {
            case .malformed: return .malformed
            case .forged: return .forged
            }
        }
    }

    /// Hands over what was kept since the last time.
    mutating func handOver() -> [WireEvent] {
        defer { events.removeAll() }
        return events
    }
}

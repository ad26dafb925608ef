import Billets
import BilletsWire

/// Who listens to the bus, and what is needed to serve them.
struct BusMembership {
    /// The channels of their database.
    let channels: BusChannels

    /// Signs what they publish.
    let codec: WireEventCodec

    /// Takes signals.
    let receive: (BusSignal) -> Void

    /// Judges what comes.
    var intake: EventIntake

    /// The membership `joined`, in a process that calls itself `process`.
    init(_ joined: BusInbox.Membership, process: String) {
        channels = BusChannels(of: joined.identity.databaseID, process: process)
        codec = WireEventCodec(wireKey: joined.identity.wireKey)
        receive = joined.receive
        intake = EventIntake(joined.identity)
    }
}

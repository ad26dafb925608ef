import Billets
import BilletsGateway
import BilletsWire

/// One life of a gateway: the product's own values, and what their surroundings must remember for them.
struct SimulatedGateway {
    /// Who it is.
    var name: GatewayName

    /// What decides; nil until the store has answered for the first time.
    var machine: UpdaterMachine<Int>?

    /// What the updater's event loop has not looked at yet.
    var mail: [UpdaterMail<Int>] = []

    /// Whether a delivery of mail is planned.
    var isMailPlanned = false

    /// When the updater wants to be woken, in microseconds; nil if it need not be.
    var alarm: Int?

    /// The sockets of each event loop.
    var groups: [SimulatedGroup] = []

    /// Who is there.
    var presence: Presence

    /// How far ahead of the true time its clock is, in microseconds.
    var clockOffset = 0

    /// When the last command that it sent reaches the store, in microseconds: commands stay in order.
    var lastCommandAt = 0

    /// The newest change that it has heard of.
    var heard: Cursor?

    /// The history that it named to the bus, where the bus drops those of others.
    var joinedEpoch: Epoch?

    /// Whether it serves clients.
    var isReady: Bool {
        machine != nil
    }

    /// Whether it knows that a change is missing.
    var hasGap: Bool {
        guard let heard, let delivered = machine?.delivered else { return false }
        return heard.epoch == delivered.epoch && heard.revision > delivered.revision
    }

    /// A process that has just been started.
    init(name: GatewayName) {
        self.name = name
        presence = Presence(node: "gateway-\(name.index + 1)")
    }
}

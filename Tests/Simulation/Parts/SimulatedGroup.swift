import BilletsGateway

/// The sockets of one event loop of a simulated gateway.
struct SimulatedGroup {
    /// What has passed by.
    var stream: PassingStream

    /// What the event loop has not looked at yet.
    var mail: [GroupMail] = []

    /// Whether a delivery of mail is planned.
    var isMailPlanned = false

    /// The connections, in no order.
    var connections: [Int] = []
}

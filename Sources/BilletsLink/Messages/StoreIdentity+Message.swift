import Billets
import FoundationEssentials

extension StoreIdentity {
    /// Reads an identity.
    init(_ message: ProtoIdentityResponse) throws(MessageFault) {
        self.init(
            databaseID: try DatabaseID(bytes: message.databaseID, field: "database_id"),
            epoch: try Epoch(bytes: message.epoch, field: "epoch"),
            wireKey: [UInt8](message.wireKey),
            leases: LeasePolicy(
                leaseDuration: .milliseconds(message.leaseMilliseconds),
                disconnectGrace: .milliseconds(message.disconnectGraceMilliseconds)
            )
        )
    }

    /// The identity as the link carries it.
    var message: ProtoIdentityResponse {
        var message = ProtoIdentityResponse()
        message.databaseID = databaseID.bytes
        message.epoch = epoch.bytes
        message.wireKey = Data(wireKey)
        message.leaseMilliseconds = leases.leaseDuration.wholeMilliseconds
        message.disconnectGraceMilliseconds = leases.disconnectGrace.wholeMilliseconds
        return message
    }
}

extension PresenceReport {
    /// Reads a report.
    init(_ message: ProtoMaintainRequest) throws(MessageFault) {
        self.init(
            node: message.node,
            arrived: try message.arrived.map { id throws(MessageFault) in
                try UserID(bytes: id, field: "arrived")
            },
            departed: try message.departed.map { id throws(MessageFault) in
                try UserID(bytes: id, field: "departed")
            },
            isComplete: message.isComplete
        )
    }

    /// The report as the link carries it.
    var message: ProtoMaintainRequest {
        var message = ProtoMaintainRequest()
        message.node = node
        message.arrived = arrived.map(\.bytes)
        message.departed = departed.map(\.bytes)
        message.isComplete = isComplete
        return message
    }
}

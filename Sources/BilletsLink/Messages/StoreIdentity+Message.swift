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

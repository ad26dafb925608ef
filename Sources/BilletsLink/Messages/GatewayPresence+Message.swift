import Billets
import BilletsWire

extension GatewayPresence {
    /// Reads a gateway.
    init(_ message: ProtoGateway) throws(MessageFault) {
        var users: [UserID] = []
        for id in message.users { users.append(try UserID(bytes: id, field: "gateway.users")) }
        self.init(
            node: message.node,
            heardAt: Timestamp(millisecondsSinceEpoch: message.heardAtMilliseconds),
            users: users,
            logLevel: message.hasLogLevel ? try LogLevelReport(message.logLevel) : nil,
            requestedLogLevel: message.hasRequestedLogLevel
                ? try LogLevel(message.requestedLogLevel) : nil
        )
    }

    /// The gateway as the link carries it.
    var message: ProtoGateway {
        var message = ProtoGateway()
        message.node = node
        message.heardAtMilliseconds = heardAt.millisecondsSinceEpoch
        message.users = users.map(\.bytes)
        if let logLevel { message.logLevel = logLevel.message }
        if let requestedLogLevel { message.requestedLogLevel = requestedLogLevel.message }
        return message
    }
}

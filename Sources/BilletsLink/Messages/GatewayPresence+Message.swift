import Billets

extension GatewayPresence {
    /// Reads a gateway.
    init(_ message: ProtoGateway) throws(MessageFault) {
        var users: [UserID] = []
        for id in message.users { users.append(try UserID(bytes: id, field: "gateway.users")) }
        self.init(
            node: message.node,
            heardAt: Timestamp(millisecondsSinceEpoch: message.heardAtMilliseconds),
            users: users
        )
    }

    /// The gateway as the link carries it.
    var message: ProtoGateway {
        var message = ProtoGateway()
        message.node = node
        message.heardAtMilliseconds = heardAt.millisecondsSinceEpoch
        message.users = users.map(\.bytes)
        return message
    }
}

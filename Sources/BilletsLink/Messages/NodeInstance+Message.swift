import Billets
import BilletsWire

extension NodeInstance {
    /// Reads a process that registers.
    init(_ message: ProtoRegisterRequest) throws(MessageFault) {
        self.init(
            node: message.node,
            id: try NodeInstanceID(bytes: message.instance, field: "instance")
        )
    }

    /// The process as the link carries it.
    var message: ProtoRegisterRequest {
        var message = ProtoRegisterRequest()
        message.node = node
        message.instance = id.bytes
        return message
    }
}

extension NodeRegistration {
    /// Reads the answer to a registration.
    init(_ message: ProtoRegisterResponse) throws(MessageFault) {
        switch message.result {
        case .registered: self = .registered
        case .taken(let taken):
            self = .taken(
                silence: taken.hasSilenceMilliseconds
                    ? .milliseconds(taken.silenceMilliseconds) : nil
            )
        case nil: throw MessageFault("register.result is missing.")
        }
    }

    /// The answer as the link carries it.
    var message: ProtoRegisterResponse {
        var message = ProtoRegisterResponse()
        switch self {
        case .registered: message.registered = true
        case .taken(let silence):
            if let silence {
                message.taken.silenceMilliseconds = silence.wholeMilliseconds
            } else {
                message.taken = ProtoTakenName()
            }
        }
        return message
    }
}

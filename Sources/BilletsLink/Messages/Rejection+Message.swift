import Billets

extension RejectionCode {
    /// Reads a code.
    init(_ message: ProtoRejectionCode) throws(MessageFault) {
        switch message {
        case .invalidMessage: self = .invalidMessage
        case .unknownType: self = .unknownType
        case .notFound: self = .notFound
        case .locked: self = .locked
        case .notLocked: self = .notLocked
        case .versionConflict: self = .versionConflict
        case .tooLarge: self = .tooLarge
        case .rateLimited: self = .rateLimited
        case .forbidden: self = .forbidden
        case .unavailable: self = .unavailable
        case .unspecified, .UNRECOGNIZED:
            throw MessageFault("rejection.code \(message.rawValue) is none that is known here.")
        }
    }

    /// The code as the link carries it.
    var message: ProtoRejectionCode {
        switch self {
        case .invalidMessage: .invalidMessage
        case .unknownType: .unknownType
        case .notFound: .notFound
        case .locked: .locked
        case .notLocked: .notLocked
        case .versionConflict: .versionConflict
        case .tooLarge: .tooLarge
        case .rateLimited: .rateLimited
        case .forbidden: .forbidden
        case .unavailable: .unavailable
        }
    }
}

extension Rejection {
    /// Reads a rejection.
    init(_ message: ProtoRejection) throws(MessageFault) {
        self.init(
            try RejectionCode(message.code),
            message.message,
            ticket: message.hasTicket ? try Ticket(message.ticket) : nil
        )
    }

    /// The rejection as the link carries it, with `ticket`; the cause stays in this process.
    func message(with ticket: Ticket?) -> ProtoRejection {
        var message = ProtoRejection()
        message.code = code.message
        message.message = self.message
        if let ticket { message.ticket = ticket.message }
        return message
    }
}

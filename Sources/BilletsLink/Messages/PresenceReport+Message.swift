import Billets
import BilletsWire

extension PresenceReport {
    /// Reads a report.
    init(_ message: ProtoMaintainRequest) throws(MessageFault) {
        self.init(
            node: message.node,
            instance: message.hasInstance
                ? try NodeInstanceID(bytes: message.instance, field: "instance") : nil,
            arrived: try message.arrived.map { id throws(MessageFault) in
                try UserID(bytes: id, field: "arrived")
            },
            departed: try message.departed.map { id throws(MessageFault) in
                try UserID(bytes: id, field: "departed")
            },
            isComplete: message.isComplete,
            logLevel: message.hasLogLevel ? try LogLevelReport(message.logLevel) : nil
        )
    }

    /// The report as the link carries it.
    var message: ProtoMaintainRequest {
        var message = ProtoMaintainRequest()
        message.node = node
        message.arrived = arrived.map(\.bytes)
        message.departed = departed.map(\.bytes)
        message.isComplete = isComplete
        if let instance { message.instance = instance.bytes }
        if let logLevel { message.logLevel = logLevel.message }
        return message
    }
}

extension ReportAnswer {
    /// Reads the answer to a report.
    init(_ message: ProtoMaintainResponse) throws {
        self.init(
            events: try message.events.map { try WireEvent($0) },
            requestedLogLevel: message.hasRequestedLogLevel
                ? try LogLevel(message.requestedLogLevel) : nil
        )
    }

    /// The answer as the link carries it.
    var message: ProtoMaintainResponse {
        var message = ProtoMaintainResponse()
        message.events = events.map(\.message)
        if let requestedLogLevel { message.requestedLogLevel = requestedLogLevel.message }
        return message
    }
}

import BilletsWire

extension LogLevel {
    /// Reads a level.
    init(_ message: ProtoLogLevel) throws(MessageFault) {
        switch message {
        case .trace: self = .trace
        case .debug: self = .debug
        case .info: self = .info
        case .notice: self = .notice
        case .warning: self = .warning
        case .error: self = .error
        case .critical: self = .critical
        case .unspecified, .UNRECOGNIZED:
            throw MessageFault("log level \(message.rawValue) is none that is known here.")
        }
    }

    /// The level as the link carries it.
    var message: ProtoLogLevel {
        switch self {
        case .trace: .trace
        case .debug: .debug
        case .info: .info
        case .notice: .notice
        case .warning: .warning
        case .error: .error
        case .critical: .critical
        }
    }
}

extension LogLevelReport {
    /// Reads how much a process logs.
    init(_ message: ProtoLogLevelReport) throws(MessageFault) {
        self.init(
            level: try LogLevel(message.level),
            configured: try LogLevel(message.configured)
        )
    }

    /// The report as the link carries it.
    var message: ProtoLogLevelReport {
        var message = ProtoLogLevelReport()
        message.level = level.message
        message.configured = configured.message
        return message
    }
}

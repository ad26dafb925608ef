public import Billets

extension LogLevelChange {
    /// Reads the level that gateways are to log at from a request's body: `{"level":…,"node":…}`, where `node` may be
    /// absent.
    ///
    /// - Throws: `invalidMessage` if there is no such level.
    public init(decoding bytes: [UInt8]) throws(Rejection) {
        self = try RequestBody.read(bytes) { fields in
            LogLevelChange(level: try fields.choice("level"), node: try fields.optionalText("node"))
        }
    }
}

extension LogLevelOutcome {
    /// The outcome as JSON, UTF-8: `{"level":…,"confirmed":[…],"unconfirmed":[…]}`.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("level", level.rawValue)
            writer.key("confirmed")
            writer.array(confirmed) { $0.string($1) }
            writer.key("unconfirmed")
            writer.array(unconfirmed) { $0.string($1) }
        }
        return writer.bytes
    }
}

extension [GatewayPresence] {
    /// The log levels of the gateways, as JSON, UTF-8: `{"gateways":[{"node":…,"level":…,"configured":…}]}`, null for a
    /// gateway that does not tell.
    public func encodedLogLevels() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("gateways")
            writer.array(self) { writer, gateway in
                writer.object { writer in
                    writer.member("node", gateway.node)
                    writer.member("level", gateway.logLevel?.level.rawValue)
                    writer.member("configured", gateway.logLevel?.configured.rawValue)
                }
            }
        }
        return writer.bytes
    }
}

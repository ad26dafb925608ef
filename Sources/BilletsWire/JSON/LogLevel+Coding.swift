public import Billets

extension LogLevel {
    /// Reads the level that a log is to have from a request's body: `{"level":…}`.
    ///
    /// - Throws: `invalidMessage` if there is none.
    public init(decoding bytes: [UInt8]) throws(Rejection) {
        self = try RequestBody.read(bytes) { fields in try fields.choice("level") }
    }
}

extension LogLevelSwitch {
    /// The level as JSON, UTF-8: what holds, and what the process was started with.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("level", level.rawValue)
            writer.member("configured", configured.rawValue)
        }
        return writer.bytes
    }
}

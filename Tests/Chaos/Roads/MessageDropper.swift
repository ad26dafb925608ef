/// Takes messages out of what a Redis pushes to a subscriber, as if their PUBLISH had been lost on the way to it.
///
/// Only whole pushes of the kind `message` go; replies stay in step with the commands that they answer.
public struct MessageDropper: Sendable {
    /// How a pushed message begins.
    private static let messageStart = Array("*3\r\n$7\r\nmessage\r\n".utf8)

    private var splitter = RESPSplitter()

    /// A dropper before the first byte.
    public init() {}

    /// What is handed on of `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: what has come from Redis.
    ///   - wanted: how many messages are still to be dropped; counted down.
    /// - Returns: what the subscriber gets.
    public mutating func take(_ bytes: [UInt8], dropping wanted: inout Int) -> [UInt8] {
        var kept: [UInt8] = []
        for reply in splitter.take(bytes) {
            if wanted > 0, reply.starts(with: Self.messageStart) {
                wanted -= 1
            } else {
                kept += reply
            }
        }
        return kept
    }
}

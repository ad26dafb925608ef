/// The bounds of the link: how much may wait, be under way, or stand in one message.
enum LinkLimits {
    /// How many commands a gateway keeps, waiting and under way together; more are refused.
    static let commandsMaximum = 16_384

    /// How many bytes those commands may hold.
    static let commandsBytesMaximum = 64 * 1024 * 1024

    /// The largest single command: a ticket of the largest size is 16 KiB and a little.
    static let commandBytesMaximum = 256 * 1024

    /// How many commands a gateway has under way, unanswered; the others wait.
    static let unansweredCommandsMaximum = 4_096

    /// How many commands go in one message.
    static let batchCommandsMaximum = 512

    /// When a message, in either direction, is full, in bytes; the element that fills it still goes in.
    static let batchBytesMaximum = 256 * 1024

    /// How many answers go in one message.
    static let batchAnswersMaximum = 512

    /// The largest message that the store takes in, in bytes.
    static let messageBytesMaximum = 8 * 1024 * 1024

    /// How many commands of one stream the store holds, unanswered or answered and not yet sent, before
    /// it stops reading that stream.
    static let heldCommandsMaximum = 8_192

    /// The most connections without a served call; beyond it the store closes the oldest of them.
    static let unadmittedConnectionsMaximum = 128

    /// How many events the store sends for one request.
    static let eventsMaximum = 10_000

    /// How many calls a gateway has open at the same time.
    static let callsMaximum = 256

    /// How many bytes of one call the store may send before the gateway takes them: small, so that a
    /// slow reader's backlog does not pile up in memory.
    static let gatewayWindowBytes = 256 * 1024

    /// How many bytes of one call a gateway may send before the store takes them.
    static let storeWindowBytes = 1024 * 1024
}

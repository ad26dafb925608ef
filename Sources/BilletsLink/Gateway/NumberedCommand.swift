import Billets

/// A command under the number that its answer will carry.
struct NumberedCommand: Hashable {
    /// The number: one higher for each command of a gateway.
    let sequence: UInt64

    /// The command; it has a request id.
    let request: CommandRequest
}

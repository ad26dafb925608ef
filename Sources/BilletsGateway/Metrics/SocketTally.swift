/// What the sockets of one event loop have done since it was last asked: plain numbers, since it is counted for each
/// socket and event.
///
/// It lives on its loop alone.
final class SocketTally {
    /// What was counted.
    struct Counts {
        /// Messages that clients sent.
        var messages = 0

        /// Bytes that were sent.
        var sentBytes = 0

        /// Events that were sent live, each counted for each socket.
        var deliveries = 0

        /// By how much the bytes that clients have not read grew.
        var unsentBytesGrowth = 0
    }

    private var counts = Counts()
    private var unsentBytes = 0

    /// A client sent a message.
    func received() {
        counts.messages += 1
    }

    /// Bytes were sent to a client.
    func sent(bytes: Int) {
        counts.sentBytes += bytes
    }

    /// Events were sent to a client.
    func delivered(_ events: Int) {
        counts.deliveries += events
    }

    /// So many bytes wait now until the clients of the loop read them.
    func unsent(bytes: Int) {
        counts.unsentBytesGrowth += bytes - unsentBytes
        unsentBytes = bytes
    }

    /// What was counted since the last time.
    func take() -> Counts {
        defer { counts = Counts() }
        return counts
    }
}

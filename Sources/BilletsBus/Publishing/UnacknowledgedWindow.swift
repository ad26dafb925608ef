/// How much Redis has been sent without having answered, and how much more it may be sent.
struct UnacknowledgedWindow {
    /// Events sent and not answered.
    private(set) var events = 0

    private let eventsMaximum: Int
    private let bytesMaximum: Int
    private var bytes = 0

    /// Nothing sent yet.
    init(eventsMaximum: Int, bytesMaximum: Int) {
        self.eventsMaximum = eventsMaximum
        self.bytesMaximum = bytesMaximum
    }

    /// How many more events may be sent; the last of them may pass the bound of bytes.
    var roomForEvents: Int {
        bytes < bytesMaximum ? max(0, eventsMaximum - events) : 0
    }

    /// How many more bytes may be sent.
    var roomForBytes: Int {
        max(0, bytesMaximum - bytes)
    }

    /// An event of `count` bytes was sent.
    mutating func send(bytes count: Int) {
        events += 1
        bytes += count
    }

    /// Redis answered for `number` events of `count` bytes together.
    mutating func acknowledge(events number: Int, bytes count: Int) {
        events = max(0, events - number)
        bytes = max(0, bytes - count)
    }

    /// The connection ended.
    ///
    /// - Returns: how many events nothing more will be heard of.
    mutating func close() -> Int {
        let count = events
        events = 0
        bytes = 0
        return count
    }
}

import Billets
import BilletsWire
import Hummingbird
import NIOCore

/// One client that follows the events as Server-Sent Events (HTML Standard, section 9.2): writes what it
/// has not seen, as fast as it reads.
struct EventFollower {
    /// How long there may be nothing before a comment shows that the connection lives.
    static let silenceMaximum: Duration = .seconds(15)

    /// How long a client may leave a piece unread before it is given up.
    static let writePatience: Duration = .seconds(30)

    /// After how long a client should come back that lost its connection.
    static let retry: Duration = .seconds(1)

    /// How many events are read from the store, and written, at a time.
    static let eventsMaximum = 200

    private enum Step {
        case write(ByteBuffer)
        case wait
    }

    private let feed: EventFeed
    private let store: any TicketStore
    private let mayGoOn: @Sendable () -> Bool
    private var cursor: Cursor
    private var isUnsure = true
    private var lastWrite = ContinuousClock.now

    /// A follower that has seen everything up to `cursor`, and goes on as long as `mayGoOn` says so.
    init(
        after cursor: Cursor,
        feed: EventFeed,
        store: any TicketStore,
        mayGoOn: @escaping @Sendable () -> Bool
    ) {
        self.feed = feed
        self.store = store
        self.mayGoOn = mayGoOn
        self.cursor = cursor
    }

    /// Writes until it may not go on, or the client is gone.
    @concurrent mutating func follow(
        _ write: @concurrent (ByteBuffer) async throws -> Void
    ) async throws {
        // A client that loses the connection before the first event comes back with this id.
        let opening = "retry: \(Self.retry.wholeMilliseconds)\nid: \(cursor.text)\n\n"
        try await write(ByteBuffer(string: opening))
        while mayGoOn(), !Task.isCancelled {
            switch await step() {
            case .write(let bytes):
                try await write(bytes)
                lastWrite = .now
            case .wait:
                await feed.change(after: cursor)
                if ContinuousClock.now - lastWrite >= Self.silenceMaximum {
                    try await write(ByteBuffer(string: ": ping\n\n"))
                    lastWrite = .now
                }
            }
        }
    }

    private mutating func step() async -> Step {
        // Where the client says it stands, only the store can confirm.
        if isUnsure { return await askStore() }
        switch feed.next(after: cursor) {
        case .events(let events): return .write(pass(events.prefix(Self.eventsMaximum)))
        case .upToDate: return .wait
        case .behind: return await askStore()
        case .anotherHistory(let latest): return .write(reset(to: latest))
        }
    }

    private mutating func askStore() async -> Step {
        let page: EventPage
        do {
            page = try await store.events(after: cursor.revision, limit: Self.eventsMaximum)
        } catch {
            // The feed wakes everybody soon: then it is asked again.
            return .wait
        }
        isUnsure = false
        guard page.continues(cursor) else { return .write(reset(to: page.latest)) }
        return page.events.isEmpty ? .wait : .write(pass(page.events[...]))
    }

    private mutating func pass(_ events: ArraySlice<WireEvent>) -> ByteBuffer {
        var bytes = ByteBuffer()
        for event in events { bytes.writeServerSentEvent(event.cursor, event.payload) }
        cursor = events.last?.cursor ?? cursor
        return bytes
    }

    private mutating func reset(to latest: Cursor) -> ByteBuffer {
        cursor = latest
        var bytes = ByteBuffer()
        bytes.writeServerSentEvent(latest, StreamReset(to: latest).encoded())
        return bytes
    }
}

extension ByteBuffer {
    /// Writes an event whose data is one line of JSON.
    fileprivate mutating func writeServerSentEvent(_ id: Cursor, _ json: [UInt8]) {
        writeString("id: \(id.text)\ndata: ")
        writeBytes(json)
        writeString("\n\n")
    }
}

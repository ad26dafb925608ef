public import Billets
public import BilletsWire

/// What one client has seen of a gateway, checked against the promises of the protocol as it came.
public struct Observation: Sendable {
    private enum Phase {
        case silent
        case asking(since: Cursor?, wasLive: Bool)
        case loading(since: Cursor?, Cursor, [Ticket])
        case live
    }

    private var phase = Phase.silent

    /// The greeting.
    public private(set) var welcome: Welcome?

    /// Up to where the client has seen everything.
    public private(set) var cursor: Cursor?

    /// The client's copy of the board; nil for a client that only listens.
    public private(set) var board: Board?

    /// The events that came, in order; those of an earlier answer to GetTickets too.
    public private(set) var events: [TicketEvent] = []

    /// The answers to GetTickets, in order: each begins a stream of events.
    public private(set) var streams: [StreamStart] = []

    /// The answers to commands with a request id, the last one for each.
    public private(set) var answers: [RequestID: CommandAnswer] = [:]

    /// The rejections of messages without a request id.
    public private(set) var rejections: [Rejection] = []

    /// How many frames of `AllTickets` the last answer had.
    public private(set) var snapshotFrames = 0

    /// Where the last answer to GetTickets stood.
    public private(set) var answeredAt: Cursor?

    /// How many events the last `Resumed` announced; nil after `AllTickets`.
    public private(set) var missed: Int64?

    /// Whether the gateway is about to stop, and in what time to come back.
    public private(set) var drainingReconnectAfter: Duration?

    /// How many pings came.
    public private(set) var pings = 0

    /// How many pongs came.
    public private(set) var pongs = 0

    /// The code of the server's goodbye.
    public private(set) var closeCode: UInt16?

    /// Whether the connection is gone.
    public private(set) var hasEnded = false

    /// The promises that were broken, as far as one client can see.
    public private(set) var discrepancies: [String] = []

    /// What a client has seen that comes back with `board`, which it got from an earlier socket.
    package init(board: Board? = nil) {
        self.board = board
    }

    /// Whether the answer to the last GetTickets is there, whole.
    public var isComplete: Bool {
        if case .live = phase { true } else { false }
    }

    /// The client sends GetTickets with `since`.
    package mutating func askForTickets(since: Cursor?) {
        phase = .asking(since: since, wasLive: isComplete)
    }

    /// The client sends a command, perhaps again: what it was answered before does not count.
    mutating func forgetAnswer(to requestID: RequestID) {
        answers[requestID] = nil
    }

    /// Takes in what came.
    mutating func take(_ frame: ServerFrame) {
        switch frame {
        case .text(let bytes):
            do throws(Rejection) {
                take(try ServerMessage(decoding: bytes))
            } catch {
                discrepancies.append("unreadable: \(error)")
            }
        case .ping: pings += 1
        case .pong: pongs += 1
        case .close(let code, _): closeCode = code
        case .ended: hasEnded = true
        }
    }

    /// Takes in a message that came, and has been read.
    package mutating func take(_ message: ServerMessage) {
        if welcome == nil, case .welcome = message {
        } else if welcome == nil {
            discrepancies.append("a message before the Welcome")
        }
        switch message {
        case .welcome(let welcome): self.welcome = welcome
        case .allTickets(let cursor, let tickets, let more): take(cursor, tickets, more: more)
        case .resumed(let cursor, let missed): resume(cursor, missed: missed)
        case .event(let event): take(event)
        case .accepted(let requestID, let revision, let ticket):
            if let requestID { answers[requestID] = .accepted(revision, ticket) }
        case .rejected(let requestID, let rejection):
            if let requestID {
                answers[requestID] = .rejected(rejection)
            } else {
                rejections.append(rejection)
            }
        case .draining(let reconnectAfter): drainingReconnectAfter = reconnectAfter
        }
    }

    private mutating func take(_ cursor: Cursor, _ tickets: ArraySlice<Ticket>, more: Bool) {
        var gathered: [Ticket] = []
        var since: Cursor?
        switch phase {
        case .asking(let asked, _):
            snapshotFrames = 0
            since = asked
        case .loading(let asked, let first, let earlier):
            gathered = earlier
            since = asked
            if first != cursor { discrepancies.append("AllTickets of two revisions") }
        case .silent, .live:
            discrepancies.append("AllTickets that nobody asked for")
        }
        snapshotFrames += 1
        gathered += tickets
        guard !more else {
            phase = .loading(since: since, cursor, gathered)
            return
        }
        board = Board(cursor: cursor, tickets: gathered)
        self.cursor = cursor
        answeredAt = cursor
        missed = nil
        streams.append(
            StreamStart(since: since, cursor: cursor, isSnapshot: true, eventsBefore: events.count)
        )
        phase = .live
    }

    private mutating func resume(_ cursor: Cursor, missed: Int64) {
        guard case .asking(let since, _) = phase else {
            discrepancies.append("Resumed that nobody asked for")
            return
        }
        answeredAt = cursor
        self.missed = missed
        let start = Revision(cursor.revision.number - missed)
        self.cursor = Cursor(epoch: cursor.epoch, revision: start)
        if board?.cursor != self.cursor { board = nil }
        streams.append(
            StreamStart(
                since: since,
                cursor: Cursor(epoch: cursor.epoch, revision: start),
                isSnapshot: false,
                eventsBefore: events.count
            )
        )
        phase = .live
    }

    private mutating func take(_ event: TicketEvent) {
        switch phase {
        case .live, .asking(_, wasLive: true): break
        case .silent, .asking, .loading:
            discrepancies.append("event \(event.revision) before the answer to GetTickets")
            return
        }
        events.append(event)
        if let expected = cursor?.revision.next, expected != event.revision {
            discrepancies.append("event \(event.revision) instead of \(expected)")
        }
        cursor?.revision = event.revision
        do throws(Discrepancy) {
            try board?.apply(event)
        } catch {
            discrepancies.append("\(error)")
        }
    }
}

import Billets
import BilletsLoad
import BilletsWire
import NIOCore
import Synchronization

/// One socket of an `ObedientClient`: keeps what it has seen of the stream, without its contents, so that
/// thousands of them fit into one process.
final class ObedientSocket: Sendable {
    /// What has come so far.
    struct Seen {
        /// Where the gateway stood when it greeted.
        var greeted: Cursor?

        /// Up to where the socket has seen everything; nil before the answer to its question.
        var cursor: Cursor?

        /// In what time it is asked to come back; nil as long as its gateway does not stop.
        var reconnectAfter: Duration?

        /// The code of the server's goodbye.
        var closeCode: UInt16?

        /// When the connection ended, or the server said goodbye.
        var endedAt: ContinuousClock.Instant?
    }

    private typealias Waiter = CheckedContinuation<CommandAnswer?, Never>

    private struct State {
        var seen = Seen()
        var since: Cursor?
        var socket: WebSocketClient?
        var answers: [RequestID: Waiter] = [:]
    }

    private let state = Mutex(State())
    private let report: @Sendable (String) -> Void
    private let changed: @Sendable () -> Void

    /// A socket that is not open yet.
    ///
    /// - Parameters:
    ///   - report: is told of every promise that is broken.
    ///   - changed: is called when something but an event has come.
    init(
        report: @escaping @Sendable (String) -> Void,
        changed: @escaping @Sendable () -> Void
    ) {
        self.report = report
        self.changed = changed
    }

    /// What has come so far.
    var seen: Seen { state.withLock { $0.seen } }

    /// Whether commands wait for their answers.
    var isAnswered: Bool { state.withLock { $0.answers.isEmpty } }

    /// Connects.
    func open(
        at address: SocketAddressOfServer,
        token: String,
        on group: any EventLoopGroup
    ) async throws {
        let socket = try await WebSocketClient.connect(
            to: address,
            headers: [("Authorization", "Bearer \(token)")],
            on: group
        ) { frame in self.take(frame) }
        state.withLock { $0.socket = socket }
    }

    /// Asks for the stream since `cursor`.
    func ask(since cursor: Cursor) {
        let socket = state.withLock { state in
            state.since = cursor
            return state.socket
        }
        socket?.send(ClientEnvelope(requestID: nil, message: .getTickets(since: cursor)).encoded())
    }

    /// Sends a command, and waits for its answer; nil if the socket ends before.
    func command(_ message: ClientMessage, _ requestID: RequestID) async -> CommandAnswer? {
        let bytes = ClientEnvelope(requestID: requestID, message: message).encoded()
        return await withCheckedContinuation { waiter in
            let socket = state.withLock { state -> WebSocketClient? in
                guard state.seen.endedAt == nil, let socket = state.socket else { return nil }
                state.answers[requestID] = waiter
                return socket
            }
            guard let socket else { return waiter.resume(returning: nil) }
            socket.send(bytes)
        }
    }

    /// Says goodbye.
    func close() async {
        await state.withLock { $0.socket }?.close()
    }

    // MARK: What comes

    private func take(_ frame: ServerFrame) {
        switch frame {
        case .text(let bytes):
            if let revision = Self.revisionOfEvent(bytes) { return take(revision) }
            do throws(Rejection) {
                take(try ServerMessage(decoding: bytes))
            } catch {
                report("unreadable: \(error)")
            }
        case .ping, .pong: return
        case .close(let code, _):
            state.withLock { $0.seen.closeCode = code }
            end()
        case .ended: end()
        }
        changed()
    }

    private func take(_ revision: Revision) {
        let fault = state.withLock { state -> String? in
            guard let cursor = state.seen.cursor else {
                return "event \(revision) before the answer"
            }
            state.seen.cursor = Cursor(epoch: cursor.epoch, revision: revision)
            let expected = cursor.revision.next
            return revision == expected ? nil : "event \(revision) instead of \(expected)"
        }
        if let fault { report(fault) }
    }

    private func take(_ message: ServerMessage) {
        switch message {
        case .welcome(let welcome): state.withLock { $0.seen.greeted = welcome.cursor }
        case .resumed(let cursor, let missed): resume(cursor, missed: missed)
        case .allTickets: report("AllTickets in place of what was missed")
        case .event(let event): take(event.revision)
        case .accepted(let requestID, let revision, let ticket):
            answer(requestID, .accepted(revision, ticket))
        case .rejected(let requestID, let rejection):
            answer(requestID, .rejected(rejection))
        case .draining(let reconnectAfter):
            state.withLock { $0.seen.reconnectAfter = reconnectAfter }
        }
    }

    private func resume(_ cursor: Cursor, missed: Int64) {
        let start = Cursor(
            epoch: cursor.epoch,
            revision: Revision(cursor.revision.number - missed)
        )
        let since = state.withLock { state in
            state.seen.cursor = start
            return state.since
        }
        if since != start {
            report("resumed at \(start), asked since \(String(describing: since))")
        }
    }

    private func answer(_ requestID: RequestID?, _ answer: CommandAnswer) {
        guard let requestID else { return report("an answer to no request: \(answer)") }
        let waiter = state.withLock { $0.answers.removeValue(forKey: requestID) }
        waiter?.resume(returning: answer)
    }

    private func end() {
        let waiters = state.withLock { state in
            state.seen.endedAt = state.seen.endedAt ?? .now
            defer { state.answers = [:] }
            return Array(state.answers.values)
        }
        for waiter in waiters { waiter.resume(returning: nil) }
    }

    /// The revision of an event, as gateways write it; nil for every other message, and for an event that is
    /// written otherwise.
    private static func revisionOfEvent(_ bytes: [UInt8]) -> Revision? {
        guard bytes.starts(with: eventStart) else { return nil }
        let rest = bytes.dropFirst(eventStart.count)
        guard let quote = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        let member = rest[quote...]
        guard member.starts(with: revisionStart) else { return nil }
        let digits = member.dropFirst(revisionStart.count)
            .prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return Int64(String(decoding: digits, as: UTF8.self)).map { Revision($0) }
    }

    private static let eventStart = Array(#"{"type":"Ticket"#.utf8)
    private static let revisionStart = Array(#"","revision":"#.utf8)
}

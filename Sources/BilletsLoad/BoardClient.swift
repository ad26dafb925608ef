public import Billets
public import BilletsWire
public import NIOCore
import Synchronization

/// A client that keeps an exact copy of the board, and notices when a promise of the protocol is broken.
///
/// It applies snapshot and events in the order in which they come; whatever does not fit is noted in
/// `Observation.discrepancies`.
public final class BoardClient: Sendable {
    private struct Waiter {
        let id: Int
        let isSatisfied: @Sendable (Observation) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct Contents {
        var observation: Observation
        var socket: WebSocketClient?
        var waiters: [Waiter] = []
        var nextWaiterID = 0
        var cancelledWaiters: Set<Int> = []
    }

    /// How long anything may take.
    public static let standardPatience: Duration = .seconds(60)

    private let contents: Mutex<Contents>

    private init(board: Board?) {
        contents = Mutex(Contents(observation: Observation(board: board)))
    }

    /// Opens a socket with a session's token, and waits for the Welcome.
    ///
    /// `board` is what the client keeps from an earlier socket: GetTickets since its cursor goes on from
    /// there.
    ///
    /// - Throws: what `WebSocketClient.connect` throws, or `Impatience` if no Welcome came within `patience`.
    public static func connect(
        to address: SocketAddressOfServer,
        token: String,
        headers: [(String, String)] = [],
        board: Board? = nil,
        patience: Duration = WebSocketClient.handshakePatience,
        on group: any EventLoopGroup
    ) async throws -> BoardClient {
        let client = BoardClient(board: board)
        let socket = try await WebSocketClient.connect(
            to: address,
            headers: headers + [("Authorization", "Bearer \(token)")],
            patience: patience,
            on: group
        ) { frame in client.take(frame) }
        client.contents.withLock { $0.socket = socket }
        do {
            try await client.wait("the Welcome", patience: patience) {
                $0.welcome != nil || $0.hasEnded
            }
        } catch {
            socket.drop()
            throw error
        }
        return client
    }

    /// What the client has seen so far.
    public var observation: Observation {
        contents.withLock { $0.observation }
    }

    /// The bare socket.
    ///
    /// - Throws: `Impatience` if there is none yet.
    public var socket: WebSocketClient {
        get throws {
            guard let socket = contents.withLock({ $0.socket }) else {
                throw Impatience(awaited: "a socket", observation: observation)
            }
            return socket
        }
    }

    /// Sends a message.
    public func send(_ message: ClientMessage, requestID: RequestID? = nil) throws {
        let envelope = ClientEnvelope(requestID: requestID, message: message)
        // The old state ends here: until the answer no event may come.
        if case .getTickets(let since) = message {
            contents.withLock { $0.observation.askForTickets(since: since) }
        }
        try socket.send(envelope.encoded())
    }

    /// Asks for the board, and waits until it is whole.
    public func getTickets(
        since: Cursor? = nil,
        patience: Duration = standardPatience
    ) async throws {
        try send(.getTickets(since: since))
        try await wait("the answer to GetTickets", patience: patience) {
            $0.isComplete || $0.hasEnded
        }
    }

    /// Sends a command, and waits for its answer.
    @discardableResult
    public func command(
        _ message: ClientMessage,
        requestID: RequestID = .random(),
        patience: Duration = standardPatience
    ) async throws -> CommandAnswer {
        contents.withLock { $0.observation.forgetAnswer(to: requestID) }
        try send(message, requestID: requestID)
        try await wait("the answer to \(message)", patience: patience) {
            $0.answers[requestID] != nil || $0.hasEnded
        }
        guard let answer = observation.answers[requestID] else {
            throw Impatience(awaited: "the answer to \(message)", observation: observation)
        }
        return answer
    }

    /// Waits until what the client has seen satisfies `condition`.
    ///
    /// - Throws: `Impatience`, which says what was awaited, after `patience`.
    public func wait(
        _ awaited: String,
        patience: Duration = standardPatience,
        until condition: @escaping @Sendable (Observation) -> Bool
    ) async throws {
        let id = contents.withLock { contents in
            contents.nextWaiterID += 1
            return contents.nextWaiterID
        }
        // Ends when the condition is satisfied, at the latest after `patience`.
        let alarm = Task {
            try await Task.sleep(for: patience)
            release(id)
        }
        await withCheckedContinuation { continuation in
            add(Waiter(id: id, isSatisfied: condition, continuation: continuation))
        }
        alarm.cancel()
        guard condition(observation) else {
            throw Impatience(awaited: awaited, observation: observation)
        }
    }

    private func add(_ waiter: Waiter) {
        let isOver = contents.withLock { contents in
            if contents.cancelledWaiters.remove(waiter.id) != nil { return true }
            if waiter.isSatisfied(contents.observation) { return true }
            contents.waiters.append(waiter)
            return false
        }
        if isOver { waiter.continuation.resume() }
    }

    private func release(_ id: Int) {
        let waiter = contents.withLock { contents -> Waiter? in
            guard let index = contents.waiters.firstIndex(where: { $0.id == id }) else {
                contents.cancelledWaiters.insert(id)
                return nil
            }
            return contents.waiters.remove(at: index)
        }
        waiter?.continuation.resume()
    }

    private func take(_ frame: ServerFrame) {
        let satisfied = contents.withLock { contents in
            contents.observation.take(frame)
            let satisfied = contents.waiters.filter { $0.isSatisfied(contents.observation) }
            contents.waiters.removeAll { waiter in satisfied.contains { $0.id == waiter.id } }
            return satisfied
        }
        for waiter in satisfied { waiter.continuation.resume() }
    }
}

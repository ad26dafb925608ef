import Billets
import BilletsLoad
import BilletsWire
import NIOCore
import Synchronization

/// A client that does what `Draining` asks, and notes for how long it had no socket.
///
/// At a random part of the time it opens a new one, asks for what it has not seen, and then leaves the old one.
final class ObedientClient: Sendable {
    /// The pause before another attempt, when a socket could not be opened.
    static let pause: Duration = .milliseconds(50)

    /// How often one command is tried before it is given up.
    static let attemptsMaximum = 400

    private struct State {
        var socket: ObedientSocket?
        var hasGone = false
    }

    private let number: Int
    private let address: SocketAddressOfServer
    private let token: String
    private let group: any EventLoopGroup
    private let tally: RollingRestartTally
    private let state = Mutex(State())
    private let news: AsyncStream<Void>
    private let tell: AsyncStream<Void>.Continuation

    /// A client with the session of `token`, which comes in at `address`.
    init(
        number: Int,
        address: SocketAddressOfServer,
        token: String,
        group: any EventLoopGroup,
        tally: RollingRestartTally
    ) {
        self.number = number
        self.address = address
        self.token = token
        self.group = group
        self.tally = tally
        (news, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Up to where it has seen everything.
    var cursor: Cursor? { state.withLock { $0.socket }?.seen.cursor }

    /// Opens the first socket; the others are opened by `stay()`.
    func arrive() async throws {
        try await open(since: nil)
    }

    /// Stays connected until `leave()`, on whichever gateway serves.
    func stay() async {
        while let socket = state.withLock({ $0.hasGone ? nil : $0.socket }) {
            let seen = socket.seen
            if seen.endedAt != nil {
                await replace(socket)
            } else if let time = seen.reconnectAfter {
                try? await Task.sleep(for: time * Double.random(in: 0..<1))
                await replace(socket)
            } else {
                var iterator = news.makeAsyncIterator()
                await iterator.next()
            }
        }
    }

    /// Carries out a command, however often it takes.
    func perform(_ message: ClientMessage) async throws {
        let requestID = RequestID.random()
        for _ in 0..<Self.attemptsMaximum {
            guard let socket = state.withLock({ $0.hasGone ? nil : $0.socket }) else { return }
            switch await socket.command(message, requestID) {
            case .accepted(let revision, _): return tally.accepted(requestID, revision)
            case .rejected(let rejection) where rejection.code != .unavailable:
                return tally.violated("client \(number): \(rejection)")
            case .rejected: tally.wasUnavailable()
            case nil: break
            }
            try await Task.sleep(for: Self.pause)
        }
        throw Trouble("client \(number) gave up on \(message)")
    }

    /// Goes for good.
    func leave() async {
        let socket = state.withLock { state in
            state.hasGone = true
            return state.socket
        }
        tell.yield()
        await socket?.close()
    }

    /// Opens another socket, goes on there from where this one stands, and leaves this one.
    private func replace(_ old: ObedientSocket) async {
        tally.reconnects()
        while !state.withLock({ $0.hasGone }) {
            do {
                try await open(since: old)
                break
            } catch {
                try? await Task.sleep(for: Self.pause)
            }
        }
        if let endedAt = old.seen.endedAt {
            tally.lost(closeCode: old.seen.closeCode, for: endedAt.duration(to: .now))
        }
        await finish(old)
    }

    /// Waits for the answers that are still to come on a socket, and closes it.
    private func finish(_ old: ObedientSocket) async {
        while !old.isAnswered, old.seen.endedAt == nil {
            try? await Task.sleep(for: Self.pause)
        }
        await old.close()
    }

    /// Opens a socket, and makes it this client's once it follows the stream.
    private func open(since old: ObedientSocket?) async throws {
        let socket = ObedientSocket(
            report: { [tally, number] in tally.violated("client \(number): \($0)") },
            changed: { [tell] in tell.yield() }
        )
        do {
            try await socket.open(at: address, token: token, on: group)
            try await wait(for: socket) { $0.greeted != nil }
            guard let since = old?.seen.cursor ?? socket.seen.greeted else { return }
            socket.ask(since: since)
            try await wait(for: socket) { $0.cursor != nil }
        } catch {
            await socket.close()
            throw error
        }
        state.withLock { $0.socket = socket }
    }

    private func wait(
        for socket: ObedientSocket,
        until condition: (ObedientSocket.Seen) -> Bool
    ) async throws {
        while !condition(socket.seen) {
            guard socket.seen.endedAt == nil else { throw Trouble("the socket ended") }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

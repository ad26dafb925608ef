import Billets
import BilletsDrills
import BilletsLoad
import BilletsWire

/// Somebody who works on through everything: who comes back, with `since`, on another gateway, and sends a
/// command whose fate is unknown again under its request id.
actor Agent {
    /// How often one command is tried before the agent gives up.
    static let attemptsMaximum = 400

    private let cluster: RunningCluster
    private let name: String
    private let token: String
    private var gateway: Int
    private var client: BoardClient?
    private var board: Board?

    /// The promises that were broken, over all sockets.
    private(set) var discrepancies: [String] = []

    /// The revisions of the commands that were accepted, by request.
    private(set) var accepted: [RequestID: Revision] = [:]

    /// The revisions of all events, over all sockets, in the order in which they came.
    private(set) var revisions: [Int64] = []

    /// How often the agent had to come back.
    private(set) var returns = 0

    init(_ name: String, token: String, gateway: Int, of cluster: RunningCluster) {
        self.name = name
        self.token = token
        self.gateway = gateway
        self.cluster = cluster
    }

    /// Carries out a command, however often it takes.
    func perform(_ message: ClientMessage) async throws -> CommandAnswer {
        let requestID = RequestID.random()
        for _ in 0..<Self.attemptsMaximum {
            guard let client = await connected() else { continue }
            let answer = try? await client.command(message, requestID: requestID)
            switch answer {
            case .accepted(let revision, _):
                accepted[requestID] = revision
                return .accepted(revision, answer?.ticket)
            case .rejected(let rejection) where rejection.code != .unavailable:
                return .rejected(rejection)
            case .rejected, nil:
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        throw Trouble("\(name) gave up on \(message)")
    }

    /// Waits until so many more of the agent's commands have been accepted.
    func accept(more count: Int) async throws {
        let wanted = accepted.count + count
        while accepted.count < wanted { try await Task.sleep(for: .milliseconds(10)) }
    }

    /// Waits until the agent has seen everything up to `revision`, and leaves.
    func finish(at revision: Revision) async throws -> Board {
        for _ in 0..<Self.attemptsMaximum {
            guard let client = await connected() else { continue }
            try? await client.wait("revision \(revision)", patience: .seconds(20)) {
                $0.hasEnded || $0.cursor.map { $0.revision >= revision } ?? false
            }
            guard let seen = client.observation.board, seen.cursor.revision >= revision else {
                continue
            }
            try await client.socket.close()
            leave()
            return seen
        }
        throw Trouble("\(name) never saw revision \(revision)")
    }

    /// The socket; where it is gone, a new one, on the next gateway that takes one.
    private func connected() async -> BoardClient? {
        if let client, !client.observation.hasEnded { return client }
        leave()
        do {
            let client = try await cluster.client(token, onGateway: gateway, board: board)
            self.client = client
            try await client.getTickets(since: board?.cursor)
            return client
        } catch {
            gateway = (gateway + 1) % 3
            returns += 1
            try? await Task.sleep(for: .milliseconds(50))
            return nil
        }
    }

    /// Keeps what the socket has seen.
    private func leave() {
        guard let seen = client?.observation else { return }
        client = nil
        discrepancies += seen.discrepancies
        revisions += seen.events.map(\.revision.number)
        board = seen.board ?? board
    }
}

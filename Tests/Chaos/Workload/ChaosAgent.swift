public import Billets
import BilletsLoad
public import BilletsProcesses
import BilletsSeeds
import BilletsWire
import FoundationEssentials
import NIOPosix

/// Somebody who works on through everything: who comes back with `since` on another gateway, and sends a command
/// whose fate is unknown again under its request id. All that they do and see is recorded.
public actor ChaosAgent {
    /// How long an answer may take before its command's fate is unknown.
    static let answerPatience: Duration = .seconds(6)

    /// How long connecting, and loading the board, may take.
    static let connectPatience: Duration = .seconds(5)

    /// How often one command is sent at the most.
    static let attemptsMaximum = 500

    /// How often a command is sent at the most once the run is over.
    static let lastAttemptsMaximum = 20

    private let rig: Rig
    private let me: RigUser
    private let clock: RunClock
    private let thought: Duration
    private let canUseHTTP: Bool
    private var generator: SeededGenerator
    private var gateway: Int
    private var client: BoardClient?
    private var board: Board?
    private var record: AgentRecord
    private var isConnecting = false

    /// A client of `rig`, the `number`th of those who follow from `seed`.
    public init(
        _ number: Int,
        of rig: Rig,
        seed: UInt64,
        clock: RunClock,
        thinking thought: Duration,
        canUseHTTP: Bool = true
    ) {
        self.rig = rig
        me = rig.users[number % (rig.users.count - 1)]
        self.clock = clock
        self.thought = thought
        self.canUseHTTP = canUseHTTP
        generator = SeededGenerator(seed: seed, number: UInt64(number) + 1)
        gateway = number % rig.gateways.count
        record = AgentRecord(name: "agent-\(number)", user: me.user)
    }

    /// Works until `stop`.
    public func work(until stop: Flag) async {
        while !stop.isRaised {
            let choice = AgentChoice(using: &generator, thinking: thought)
            try? await Task.sleep(for: choice.thought)
            guard let client = await connected() else { continue }
            let step = AgentStep(
                choice,
                on: client.observation.board,
                me: me.user,
                reserved: rig.gateways.count
            )
            switch step {
            case .command(let message):
                await perform(message, isOverHTTP: choice.isOverHTTP && canUseHTTP, until: stop)
            case .reload: try? await Self.ask(client, since: nil)
            case .resume: try? await Self.ask(client, since: client.observation.board?.cursor)
            case .move: await leave(towards: gateway + 1)
            }
            await noteDraining(choice)
        }
    }

    /// The revision up to which the client has seen everything; nil while it has no board.
    public var revision: Revision? {
        guard let seen = client?.observation, !seen.hasEnded, seen.isComplete else { return nil }
        return seen.board?.cursor.revision
    }

    /// What has been recorded, without what its present socket still has.
    public var progress: AgentRecord { record }

    /// Waits until the client has seen everything up to `revision`, coming back as often as it takes.
    ///
    /// - Returns: whether that happened in time.
    public func catchUp(with revision: Revision, until deadline: ContinuousClock.Instant) async
        -> Bool
    {
        while ContinuousClock.now < deadline {
            guard let client = await connected() else { continue }
            let left = deadline - ContinuousClock.now
            try? await client.wait("revision \(revision)", patience: min(left, .seconds(20))) {
                $0.hasEnded
                    || ($0.isComplete && $0.board.map { $0.cursor.revision >= revision } ?? false)
            }
            if let own = self.revision, own >= revision { return true }
        }
        return false
    }

    /// The board as it stands now.
    public var presentBoard: Board? { client?.observation.board }

    /// Leaves for good.
    ///
    /// - Returns: everything that was recorded.
    public func finish() async -> AgentRecord {
        record.board = client?.observation.board
        await leave(towards: gateway)
        return record
    }

    // MARK: Commands

    private func perform(_ message: ClientMessage, isOverHTTP: Bool, until stop: Flag) async {
        var intent = Intent(
            requestID: RequestID(UUID(using: &generator)),
            userID: me.user.id,
            message: message,
            sentAt: clock.elapsed
        )
        let index = record.intents.count
        record.intents.append(intent)
        var attemptsAfterStop = 0
        for _ in 0..<Self.attemptsMaximum {
            if stop.isRaised {
                attemptsAfterStop += 1
                if attemptsAfterStop > Self.lastAttemptsMaximum { break }
            }
            let attempts = intent.attempts
            let answer = await send(&intent, isOverHTTP: isOverHTTP)
            record.intents[index] = intent
            switch answer {
            case .accepted(let revision, let ticket):
                intent.outcome = .accepted(revision, ticket)
                intent.answeredAt = clock.elapsed
                record.intents[index] = intent
                return
            case .rejected(let rejection) where rejection.code != .unavailable:
                intent.outcome = .rejected(rejection.code)
                intent.answeredAt = clock.elapsed
                record.intents[index] = intent
                return
            case .rejected, nil:
                intent.attemptsUnknown += intent.attempts - attempts
                record.intents[index] = intent
                // A pause, and in half of all cases another gateway.
                try? await Task.sleep(
                    for: .milliseconds(Int64.random(in: 10..<150, using: &generator))
                )
                if Bool.random(using: &generator) { await leave(towards: gateway + 1) }
            }
        }
    }

    private func send(_ intent: inout Intent, isOverHTTP: Bool) async -> CommandAnswer? {
        if isOverHTTP {
            intent.attempts += 1
            let http = RigClient(
                url: rig.gateways[gateway].url,
                patience: Self.answerPatience
            )
            return try? await http.command(
                intent.message,
                requestID: intent.requestID,
                token: me.token
            )
        }
        guard let client = await connected() else { return nil }
        intent.attempts += 1
        do {
            return try await client.command(
                intent.message,
                requestID: intent.requestID,
                patience: Self.answerPatience
            )
        } catch {
            // Silence: the socket is given up, whatever still comes over it.
            await leave(towards: gateway + 1)
            return nil
        }
    }

    // MARK: Sockets

    /// The socket; where it is gone, a new one, on the next gateway that takes one.
    private func connected() async -> BoardClient? {
        if let client, !client.observation.hasEnded, client.observation.board != nil,
            client.observation.isComplete
        {
            return client
        }
        await leave(towards: client == nil ? gateway : gateway + 1)
        let number = gateway
        do {
            let client = try await BoardClient.connect(
                to: rig.gateways[number].address,
                token: me.token,
                board: board,
                patience: Self.connectPatience,
                on: MultiThreadedEventLoopGroup.singleton
            )
            self.client = client
            try await Self.ask(client, since: board?.cursor)
            if client.observation.isComplete, client.observation.board == nil {
                // What it kept did not fit what came: from the beginning.
                try await Self.ask(client, since: nil)
            }
            guard client.observation.isComplete else { throw RigTrouble("no board") }
            return client
        } catch {
            record.reconnects += 1
            await leave(towards: number + 1)
            try? await Task.sleep(for: .milliseconds(Int64.random(in: 20..<80, using: &generator)))
            return nil
        }
    }

    /// Asks for the board, and waits for it, or for its refusal.
    private static func ask(_ client: BoardClient, since: Cursor?) async throws {
        let refusals = client.observation.rejections.count
        try client.send(.getTickets(since: since))
        try await client.wait("the board", patience: connectPatience) {
            $0.isComplete || $0.hasEnded || $0.rejections.count > refusals
        }
    }

    /// Keeps what the socket has seen, and gives it up.
    private func leave(towards next: Int) async {
        gateway = next % rig.gateways.count
        guard let client else { return }
        self.client = nil
        if client.observation.hasEnded { record.reconnects += 1 }
        try? client.socket.drop()
        // Whatever came before the end is still counted: nothing comes after it.
        try? await client.wait("the end", patience: .seconds(5)) { $0.hasEnded }
        let seen = client.observation
        record.discrepancies += seen.discrepancies
        record.streams += StreamRecord.streams(of: seen, gateway: servedBy(seen))
        board = seen.board ?? board
    }

    private func servedBy(_ seen: Observation) -> Int {
        rig.gateways.indices.first { "\(RigPost.gateway($0))" == seen.welcome?.node } ?? 0
    }

    /// A gateway that is about to stop asks to come back after a random part of a time.
    private func noteDraining(_ choice: AgentChoice) async {
        guard let longest = client?.observation.drainingReconnectAfter else { return }
        try? await Task.sleep(for: min(longest, .seconds(2)) * choice.place)
        await leave(towards: gateway + 1)
    }
}

import AsyncHTTPClient
import Billets
import BilletsWire
import NIOCore
import NIOHTTP1

/// Closes the open tickets of a load test, over HTTP.
///
/// It asks the gateways for them by the id of the test, so that it also finds the tickets of a process that was killed, of a
/// sender whose gateway is gone, and of a command that was never answered.
public struct TicketCleanUp: Sendable {
    /// The outcome.
    public struct Outcome: Hashable, Sendable {
        /// The number of tickets that were closed.
        public var closed = 0

        /// The number of tickets that are still open; nil if no gateway could be asked.
        public var left: Int? = 0

        /// The reason why tickets are still open, in a few words.
        public var obstacle: String?

        /// An outcome without tickets.
        public init() {}
    }

    /// The most requests without an answer at a time.
    static let requestsMaximum = 8

    /// The tickets of a page.
    static let pageTickets = 200

    /// The most pages that are counted when tickets are left.
    static let pagesMaximum = 500

    /// The number of times that the list is read again without any ticket having been closed in between.
    static let fruitlessRoundsMaximum = 20

    /// The pause after such a round.
    static let fruitlessPause: Duration = .seconds(1)

    /// The longest time in which the tickets that are left are counted.
    static let countingTime: Duration = .seconds(5)

    private let test: LoadTestID
    private let gateways: CleanUpGateways
    private let show: @Sendable (String) -> Void
    private let marker = SendMarker()

    /// A clean-up of the tickets of `test` with the sessions of these tokens; `show` takes its progress.
    public init(
        _ test: LoadTestID,
        at targets: [LoadTarget],
        tokens: [String],
        authorityPath: String? = nil,
        show: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.test = test
        self.show = show
        gateways = CleanUpGateways(targets: targets, tokens: tokens, authorityPath: authorityPath)
    }

    /// Closes the tickets, for at most `patience`.
    ///
    /// It keeps to the gateways' rate limits: what they refuse for now, it sends again when they say.
    public func perform(within patience: Duration) async -> Outcome {
        var outcome = Outcome()
        do {
            let client = try gateways.client()
            do {
                try await perform(client, ContinuousClock.now + patience, &outcome)
            } catch {
                outcome.left = nil
                outcome.obstacle = "\(error)"
            }
            try? await client.shutdown()
        } catch {
            outcome.left = nil
            outcome.obstacle = "\(error)"
        }
        return outcome
    }

    private func perform(
        _ client: HTTPClient,
        _ deadline: ContinuousClock.Instant,
        _ outcome: inout Outcome
    ) async throws {
        var fruitless = 0
        while fruitless < Self.fruitlessRoundsMaximum, ContinuousClock.now < deadline {
            let tickets = ours(try await list(after: nil, client, deadline))
            guard !tickets.isEmpty else {
                outcome.obstacle = nil
                return
            }
            let before = outcome.closed
            await close(tickets, client, deadline, turn: fruitless, &outcome)
            fruitless = outcome.closed > before ? 0 : fruitless + 1
            // A lock that somebody else holds expires when its holder's sockets are closed.
            if fruitless > 0 { try await Task.sleep(for: Self.fruitlessPause) }
        }
        outcome.left = try await count(client, ContinuousClock.now + Self.countingTime)
        if outcome.left == 0 { outcome.obstacle = nil }
    }

    private func ours(_ page: ListedTickets) -> [ListedTickets.Entry] {
        page.tickets.filter { $0.title.hasPrefix(test.titlePrefix) }
    }

    private func list(
        after cursor: String?,
        _ client: HTTPClient,
        _ deadline: ContinuousClock.Instant
    ) async throws -> ListedTickets {
        var path = "/api/tickets?status=open&limit=\(Self.pageTickets)&q=\(test)"
        if let cursor { path += "&cursor=\(cursor)" }
        let answer = try await gateways.request(.GET, path, client: client, until: deadline)
        guard answer.status == 200 else {
            throw LoadFailure("a gateway answers HTTP \(answer.status)")
        }
        do {
            return try ListedTickets(decoding: answer.body)
        } catch {
            throw LoadFailure("what a gateway answers is no list of tickets")
        }
    }

    private func count(
        _ client: HTTPClient,
        _ deadline: ContinuousClock.Instant
    ) async throws -> Int {
        var count = 0
        var cursor: String?
        for _ in 0..<Self.pagesMaximum {
            let page = try await list(after: cursor, client, deadline)
            count += ours(page).count
            guard let next = page.nextCursor else { break }
            cursor = next
        }
        return count
    }

    private func close(
        _ tickets: [ListedTickets.Entry],
        _ client: HTTPClient,
        _ deadline: ContinuousClock.Instant,
        turn: Int,
        _ outcome: inout Outcome
    ) async {
        await withTaskGroup(of: String?.self) { group in
            var waiting = tickets.enumerated().makeIterator()
            func startNext() {
                guard ContinuousClock.now < deadline, let (index, ticket) = waiting.next() else {
                    return
                }
                group.addTask { await close(ticket, client, deadline, turn: index + turn) }
            }
            for _ in 0..<Self.requestsMaximum { startNext() }
            for await obstacle in group {
                if let obstacle { outcome.obstacle = obstacle } else { outcome.closed += 1 }
                show("closing the test's tickets  \(Figures.grouped(outcome.closed)) closed")
                startNext()
            }
        }
    }

    /// - Returns: the reason why it is still open; nil: it is closed.
    private func close(
        _ ticket: ListedTickets.Entry,
        _ client: HTTPClient,
        _ deadline: ContinuousClock.Instant,
        turn: Int
    ) async -> String? {
        // Its mark says that this change is not measured, by processes that still watch.
        let mark = marker.description(
            of: test,
            .close,
            version: ticket.version + 1,
            due: MonotonicClock.now,
            bytes: 0
        )
        var edit = TicketEdit(description: mark)
        edit.status = .closed
        let patch = TicketPatch(version: ticket.version, edit: edit)
        do {
            let answer = try await gateways.request(
                .PATCH,
                "/api/tickets/\(ticket.id)",
                body: patch.encoded(),
                turn: turn,
                client: client,
                until: deadline
            )
            // The next round asks again who holds its lock or has just changed it.
            return answer.status == 200 ? nil : "a gateway answers HTTP \(answer.status)"
        } catch {
            return "\(error)"
        }
    }
}

import Billets
import BilletsLink
import BilletsSeeds
import BilletsWire
import Foundation
import Logging
import Synchronization

/// Clients that write over the link, each command again and again under its request id until it is accepted.
final class Writers: Sendable {
    private struct Contents {
        var accepted: [RequestID: Revision] = [:]
        var hasEnded = false
        var broken: [String] = []
    }

    private let store: RemoteStore
    private let contents = Mutex(Contents())
    private let told: @Sendable (RequestID, Revision) -> Void

    /// Clients of the store process at `address`; `told` is called when one has been told of a commit.
    init(
        of address: LinkAddress,
        told: @escaping @Sendable (RequestID, Revision) -> Void = { _, _ in }
    ) {
        var timing = LinkTiming()
        timing.backoffMinimum = .milliseconds(20)
        timing.backoffMaximum = .milliseconds(100)
        store = RemoteStore(
            address: address,
            secret: "between us",
            timing: timing,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        self.told = told
    }

    /// The commands that were accepted, and their revisions.
    var accepted: [RequestID: Revision] { contents.withLock { $0.accepted } }

    /// The promises that were broken.
    var broken: [String] { contents.withLock { $0.broken } }

    /// Lets `count` clients write during `body`.
    func with<Value: Sendable>(
        _ count: Int,
        seed: UInt64,
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.store.run() }
            for number in 0..<count {
                group.addTask { try await self.write(seed: seed &+ UInt64(number)) }
            }
            defer { group.cancelAll() }
            let value = try await body()
            contents.withLock { $0.hasEnded = true }
            return value
        }
    }

    /// Waits until so many more commands have been accepted.
    func accept(more count: Int) async throws {
        let wanted = accepted.count + count
        while accepted.count < wanted { try await Task.sleep(for: .milliseconds(2)) }
    }

    private func write(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let user = User(id: .random(), name: "Ada")
        var last: (CommandRequest, Revision)?
        while !contents.withLock({ $0.hasEnded }) {
            let requestID = RequestID.random()
            // Words, as people write them: the search index is a part of every commit.
            let sentences = Int.random(in: 0...400, using: &generator)
            let request = CommandRequest(
                user: user,
                requestID: requestID,
                command: .create(
                    TicketDraft(
                        title: "\(requestID)",
                        description: String(repeating: "The hoover is too loud. ", count: sentences)
                    )
                )
            )
            guard let revision = try await insist(on: request) else { return }
            told(requestID, revision)
            contents.withLock { $0.accepted[requestID] = revision }
            // Now and then an old one again: it has been carried out, and gets the answer that it got.
            if let (old, answered) = last, Int.random(in: 0..<10, using: &generator) == 0,
                let again = try await insist(on: old), again != answered
            {
                contents.withLock { $0.broken.append("\(old) is at \(answered) and at \(again)") }
            }
            last = (request, revision)
        }
    }

    private func insist(on request: CommandRequest) async throws -> Revision? {
        while !contents.withLock({ $0.hasEnded }) {
            switch await store.execute(request) {
            case .success(let acceptance): return acceptance.revision
            case .failure(let rejection) where rejection.code == .unavailable:
                // Not at once: while the store is away the answer is at once.
                try await Task.sleep(for: .milliseconds(10))
            case .failure(let rejection): throw Trouble("\(rejection)")
            }
        }
        return nil
    }
}

import Billets
import BilletsContracts
import BilletsLink
import BilletsProcesses
import BilletsWire
import Foundation
import Logging
import Testing

/// Processes on one database whose wall clocks jump.
@Suite("Clocks", .serialized, .timeLimit(.minutes(5)))
struct ClockTests {
    private static let hour: Duration = .seconds(3_600)

    /// How much longer than it should a step of the test may take without being taken for a jump.
    private static let tolerance: Int64 = 1_000_000

    /// How often a command is sent before the test gives up.
    private static let attemptsMaximum = 6_000

    @Test(
        "A process whose wall clock jumps neither ends a lease nor makes it longer, and time never goes back"
    )
    func jumps() async throws {
        let folder = try ScratchFolder()
        let database = folder.path + "/tickets.db"
        #expect(try await Program().run("migrate", "--database", database).isSuccess)
        try await withThrowingTaskGroup(of: Void.self) { group in
            var disks: [FaultyDisk] = []
            var stores: [RemoteStore] = []
            for number in 1...3 {
                let tools = folder.path + "/\(number)"
                try FileManager.default.createDirectory(
                    atPath: tools,
                    withIntermediateDirectories: true
                )
                let disk = try FaultyDisk(of: database, in: tools)
                let store = RemoteStore(
                    address: .unix(path: tools + "/s"),
                    secret: "between us",
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                )
                group.addTask { await store.run() }
                group.addTask {
                    _ = try await Program(disk: disk)
                        .run("store", "--database", database, "--listen", "unix:\(tools)/s")
                }
                disks.append(disk)
                stores.append(store)
            }
            defer { group.cancelAll() }
            try await check(stores, disks)
        }
    }

    private func check(_ stores: [RemoteStore], _ disks: [FaultyDisk]) async throws {
        let (ada, grace) = (User(id: .random(), name: "Ada"), User(id: .random(), name: "Grace"))
        let created = try await insist(
            on: .create(TicketDraft(title: "Contested")),
            by: ada,
            stores[0]
        )
        let id = try #require(created.ticket?.id)
        _ = try await insist(on: .lock(id), by: ada, stores[0])
        var expiry = try await lock(of: id, in: stores[0]).expiresAt
        for (turn, error) in [Self.hour, Self.hour * -1, Self.hour * 24, Self.hour * -24]
            .enumerated()
        {
            let place = turn % stores.count
            disks[place].setClockError(error)
            let readings = disks[place].clockReadings
            // Its housekeeping ends no lease, and it lets nobody else in.
            let report = PresenceReport(
                node: "\(place)",
                arrived: [ada.id],
                departed: [],
                isComplete: true
            )
            let ended = try await stores[place].maintain(report).events
            #expect(ended.isEmpty)
            #expect(try await refusal(of: .lock(id), by: grace, stores[place]) == .locked)
            // Renewed there, it is as long as anywhere.
            _ = try await insist(on: .lock(id), by: ada, stores[place])
            let renewed = try await lock(of: id, in: stores[0]).expiresAt
            #expect((0...Self.tolerance).contains(renewed.milliseconds(since: expiry)))
            #expect(disks[place].clockReadings > readings, "the process asked for the time")
            expiry = renewed
        }
        // A lock that nobody holds any more lets a clock that was set be followed, wherever it was set.
        _ = try await insist(on: .unlock(id), by: ada, stores[0])
        for disk in disks { disk.setClockError(Self.hour) }
        for store in stores {
            _ = try await insist(on: .create(TicketDraft(title: "Later")), by: grace, store)
        }
        disks[1].setClockError(Self.hour * -1)
        for store in stores {
            _ = try await insist(on: .create(TicketDraft(title: "Last")), by: grace, store)
        }
        let times = try await stores[2].events(after: .none, limit: 1_000).events
            .map { try $0.decoded().at }
        #expect(times == times.sorted())
        let jump = try #require(times.last).milliseconds(since: try #require(times.first))
        #expect(jump > 3_000_000)
    }

    private func insist(
        on command: TicketCommand,
        by user: User,
        _ store: RemoteStore
    ) async throws -> Acceptance {
        let request = CommandRequest(user: user, requestID: .random(), command: command)
        for _ in 0..<Self.attemptsMaximum {
            switch await store.execute(request) {
            case .success(let acceptance): return acceptance
            case .failure(let rejection) where rejection.code == .unavailable:
                // The processes are only starting.
                try await Task.sleep(for: .milliseconds(10))
            case .failure(let rejection): throw Trouble("\(command): \(rejection)")
            }
        }
        throw Trouble("\(command) was never accepted")
    }

    private func refusal(
        of command: TicketCommand,
        by user: User,
        _ store: RemoteStore
    ) async throws -> RejectionCode? {
        let request = CommandRequest(user: user, requestID: .random(), command: command)
        switch await store.execute(request) {
        case .success: return nil
        case .failure(let rejection): return rejection.code
        }
    }

    private func lock(of id: TicketID, in store: RemoteStore) async throws -> TicketLock {
        guard let lock = try await store.ticket(id)?.lock else { throw Trouble("no lock") }
        return lock
    }
}

import Billets
import BilletsWire
import GRDB
import Testing

@testable import BilletsStore

@Suite struct DatabaseClockTests {
    private static let start = MachineTime(
        bootID: "first",
        wall: Timestamp(millisecondsSinceEpoch: 1_767_323_045_678),
        uptimeMilliseconds: 50_000
    )

    @Test("A wall clock that is put forward or back moves nothing while a lock is held")
    func stepsUnderALock() async throws {
        let folder = try TemporaryFolder()
        let store = try await open(folder, isLocked: true)
        var machine = Self.start
        #expect(try await now(machine, in: store) == machine.wall)
        for hours in [1, -1, 24, -24] {
            machine.uptimeMilliseconds += 10_000
            var stepped = machine
            stepped.wall = Self.start.wall.adding(.seconds(hours * 3_600))
            let passed = machine.uptimeMilliseconds - Self.start.uptimeMilliseconds
            let time = Self.start.wall.adding(.milliseconds(passed))
            #expect(try await now(stepped, in: store) == time)
        }
        #expect(try folder.sql("SELECT boot_id FROM clock") == ["first"])
        await store.close()
    }

    @Test(
        "When nobody holds a lock, a wall clock that was corrected is followed, and presence with it"
    )
    func correction() async throws {
        let folder = try TemporaryFolder()
        let store = try await open(folder, isLocked: false)
        let report = PresenceReport(node: "a", arrived: [], departed: [], isComplete: true)
        _ = try await store.maintain(report)
        var machine = Self.start
        _ = try await now(machine, in: store)
        let heard = try #require(Int64(try folder.sql("SELECT heard_at FROM gateways")[0]))
        try folder.sql("INSERT INTO throttles (subject, empty_at) VALUES ('a', \(heard + 5))")
        machine.wall = machine.wall.adding(.milliseconds(900))
        #expect(try await now(machine, in: store) == Self.start.wall)
        machine.wall = Self.start.wall.adding(.seconds(3_600))
        #expect(try await now(machine, in: store) == machine.wall)
        #expect(try folder.sql("SELECT heard_at FROM gateways") == ["\(heard + 3_600_000)"])
        #expect(try folder.sql("SELECT empty_at FROM throttles") == ["\(heard + 3_600_005)"])
        await store.close()
    }

    @Test("Time never goes back behind what has happened")
    func neverBack() async throws {
        let folder = try TemporaryFolder()
        let store = try await open(folder, isLocked: false)
        var machine = Self.start
        machine.wall = machine.wall.adding(.seconds(-3_600))
        // An hour before the only event.
        #expect(try await now(machine, in: store) == Self.start.wall)
        machine.uptimeMilliseconds += 5_000
        machine.wall = machine.wall.adding(.seconds(5))
        let later = try await now(machine, in: store)
        #expect(later >= Self.start.wall)
        machine.bootID = "second"
        machine.uptimeMilliseconds = 1_000
        #expect(try await now(machine, in: store) >= later)
        await store.close()
    }

    @Test("After a boot the wall clock is believed, unless it is before what is known")
    func boots() async throws {
        let folder = try TemporaryFolder()
        let store = try await open(folder, isLocked: true)
        var machine = Self.start
        _ = try await now(machine, in: store)
        machine.bootID = "second"
        machine.uptimeMilliseconds = 3
        machine.wall = machine.wall.adding(.seconds(100))
        #expect(try await now(machine, in: store) == machine.wall)
        #expect(try folder.sql("SELECT boot_id FROM clock") == ["second"])
        machine.bootID = "third"
        let known = machine.wall
        machine.wall = machine.wall.adding(.seconds(-1_000))
        #expect(try await now(machine, in: store) == known)
        await store.close()
    }

    @Test func `A boot that sets the clock back leaves nobody present or gone in the future`()
        async throws
    {
        let folder = try TemporaryFolder()
        let store = try await open(folder, isLocked: true)
        var machine = Self.start
        let first = try await now(machine, in: store)
        let (past, future) = (first.stored - 9_000, first.stored + 86_400_000)
        try folder.sql(
            "INSERT INTO gateways (node, heard_at) VALUES ('a', \(future)), ('b', \(past))"
        )
        try folder.sql(
            "INSERT INTO departures (user_id, left_at) VALUES ('\(UserID.random())', \(future))"
        )
        machine.bootID = "second"
        machine.uptimeMilliseconds = 1_000
        machine.wall = machine.wall.adding(.seconds(60))
        let second = try await now(machine, in: store).stored
        #expect(
            try folder.sql("SELECT heard_at FROM gateways ORDER BY node")
                == ["\(second)", "\(past)"]
        )
        #expect(try folder.sql("SELECT left_at FROM departures") == ["\(second)"])
        await store.close()
    }

    @Test("Every process reckons the same time, whatever its wall clock shows")
    func agreement() async throws {
        let folder = try TemporaryFolder()
        try folder.migrate()
        let stores = try (1...2).map { _ in
            try SQLiteStore.open(.file(folder.database), logger: TemporaryFolder.logger)
        }
        let agent = Agent()
        let ticket = try await agent.create(in: stores[0])
        let lock = CommandRequest(user: agent.user, requestID: nil, command: .lock(ticket.id))
        _ = try await stores[0].execute(lock).get()
        let reading = MachineClock().read()
        var stepped = reading
        stepped.wall = stepped.wall.adding(.seconds(7_200))
        let one = try await now(reading, in: stores[0])
        let other = try await now(stepped, in: stores[1])
        #expect(one == other)
        #expect(abs(one.milliseconds(since: reading.wall)) <= 1_000)
        for store in stores { await store.close() }
    }

    /// A store with one event, at the hand clock's time.
    private func open(
        _ folder: borrowing TemporaryFolder,
        isLocked: Bool
    ) async throws -> SQLiteStore {
        let store = try folder.openStore()
        let agent = Agent()
        let ticket = try await agent.create(in: store)
        if isLocked {
            let lock = CommandRequest(user: agent.user, requestID: nil, command: .lock(ticket.id))
            _ = try await store.execute(lock).get()
        }
        return store
    }

    /// What time it is for the database when the machine's clocks show `machine`.
    private func now(_ machine: MachineTime, in store: SQLiteStore) async throws -> Timestamp {
        try await store.database.write { database in
            try DatabaseClock(nil).now(writing: ClockTable(database: database), at: machine)
        }
    }
}

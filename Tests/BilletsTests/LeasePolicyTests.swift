import Billets
import Testing

@Suite struct LeasePolicyTests {
    private typealias Fixture = TicketFixture
    private let policy = LeasePolicy()

    @Test("A lock is abandoned when its holder has been gone for the grace period, no sooner")
    func waitsForTheGracePeriod() throws {
        let lock = try lock(takenAt: 0)
        #expect(!isAbandoned(lock, leftAt: Fixture.second(30), at: Fixture.second(30)))
        let before = Fixture.second(45).adding(.milliseconds(-1))
        #expect(!isAbandoned(lock, leftAt: Fixture.second(30), at: before))
        #expect(isAbandoned(lock, leftAt: Fixture.second(30), at: Fixture.second(45)))
    }

    @Test("A lock that was taken or renewed after its holder left lives as long as its lease")
    func sparesLaterLocks() throws {
        let lock = try lock(takenAt: 31)
        #expect(!isAbandoned(lock, leftAt: Fixture.second(30), at: Fixture.second(100)))
        #expect(isAbandoned(lock, leftAt: Fixture.second(31), at: Fixture.second(100)))
    }

    private func lock(takenAt seconds: Int64) throws -> TicketLock {
        let ticket = try Fixture.ticket()
        let steps = try ticket.locking(
            by: Fixture.ada,
            under: policy,
            at: Fixture.second(seconds)
        )
        return try #require(steps.last?.ticket.lock)
    }

    private func isAbandoned(
        _ lock: TicketLock,
        leftAt departure: Timestamp,
        at now: Timestamp
    ) -> Bool {
        policy.isAbandoned(lock, holderLeftAt: departure, at: now)
    }
}

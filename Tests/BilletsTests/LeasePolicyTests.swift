import Billets
import Testing

@Suite struct LeasePolicyTests {
    private typealias Fixture = TicketFixture
    private let policy = LeasePolicy()

    @Test("A lock is abandoned when its holder has been gone for the grace period, no sooner")
    func waitsForTheGracePeriod() {
        #expect(!isAbandoned(grantedAt: 0, leftAt: 30, at: Fixture.second(30)))
        let before = Fixture.second(45).adding(.milliseconds(-1))
        #expect(!isAbandoned(grantedAt: 0, leftAt: 30, at: before))
        #expect(isAbandoned(grantedAt: 0, leftAt: 30, at: Fixture.second(45)))
    }

    @Test("A lock that was taken or renewed after its holder left lives as long as its lease")
    func sparesLaterLocks() {
        #expect(!isAbandoned(grantedAt: 31, leftAt: 30, at: Fixture.second(100)))
        #expect(isAbandoned(grantedAt: 31, leftAt: 31, at: Fixture.second(100)))
    }

    private func isAbandoned(
        grantedAt grant: Int64,
        leftAt departure: Int64,
        at now: Timestamp
    ) -> Bool {
        policy.isAbandoned(
            grantedAt: Fixture.second(grant),
            holderLeftAt: Fixture.second(departure),
            at: now
        )
    }
}

import Billets
import Testing

@testable import BilletsGateway

@Suite("RevocationLedger")
struct RevocationLedgerTests {
    private let ledger = RevocationLedger()
    private let session = SessionTests.session(startedAt: 1000, expiresAt: 9000)

    private func time(_ milliseconds: Int64) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: milliseconds)
    }

    @Test("A session lives until it is logged out, and other sessions of its user live on")
    func oneSession() {
        #expect(!ledger.hasEnded(session))
        let scope = Revocation.Scope.session(session.id)
        ledger.take([Revocation(number: 1, scope: scope, at: time(2000))])
        #expect(ledger.hasEnded(session))
        let other = SessionTests.session(of: session.user, startedAt: 1000, expiresAt: 9000)
        #expect(!ledger.hasEnded(other))
    }

    private func ended(_ generation: Int64, number: Int64 = 1) -> Revocation {
        let scope = Revocation.Scope.user(session.user.id, generation: generation)
        return Revocation(number: number, scope: scope, at: time(1000))
    }

    private func session(_ generation: Int64) -> Session {
        SessionTests.session(
            of: session.user,
            generation: generation,
            startedAt: 1,
            expiresAt: 9000
        )
    }

    @Test("All sessions of a user with a lower generation are dead, whenever they began")
    func allOfUser() {
        ledger.take([ended(2)])
        #expect(ledger.hasEnded(session(0)) && ledger.hasEnded(session(1)))
        #expect(!ledger.hasEnded(session(2)) && !ledger.hasEnded(session(3)))
        #expect(!ledger.hasEnded(SessionTests.session(startedAt: 500, expiresAt: 9000)))
        ledger.take([ended(5, number: 2)])
        #expect(ledger.hasEnded(session(4)) && !ledger.hasEnded(session(5)))
        ledger.take([ended(3, number: 1)])
        #expect(ledger.hasEnded(session(4)), "what comes late takes nothing back")
    }

    @Test("An end is remembered for as long as any token can be good, however long sessions last")
    func memory() {
        let other = SessionTests.session(startedAt: 1000, expiresAt: 9000)
        ledger.take([ended(1), Revocation(number: 2, scope: .session(other.id), at: time(2000))])
        let lifetime = SessionLimits.lifetimeMaximum.wholeMilliseconds
        func hearOfOthers(at milliseconds: Int64) {
            ledger.take(
                (1...2_000).map { number in
                    Revocation(number: number, scope: .session(.random()), at: time(milliseconds))
                }
            )
        }
        hearOfOthers(at: 1999 + lifetime)
        #expect(ledger.hasEnded(other) && ledger.hasEnded(session))
        hearOfOthers(at: 2000 + lifetime)
        #expect(!ledger.hasEnded(other), "its token has expired")
        #expect(ledger.hasEnded(session), "a generation depends on no time")
    }

    @Test("It is current from the first news on, until the store has been silent for too long")
    func silence() {
        let start = ContinuousClock.now
        let last = start + RevocationLedger.silenceMaximum
        #expect(!ledger.isCurrent(at: start))
        ledger.heardAll(at: start)
        #expect(ledger.isCurrent(at: start) && ledger.isCurrent(at: last))
        #expect(!ledger.isCurrent(at: last + .nanoseconds(1)))
        ledger.heardAll(at: last)
        #expect(ledger.isCurrent(at: last + .seconds(1)))
    }

    @Test("It knows up to where it has heard, also when it hears something twice")
    func lastNumber() {
        #expect(ledger.lastNumber == 0)
        let news = [3, 7].map {
            Revocation(number: $0, scope: .session(.random()), at: time(1))
        }
        ledger.take(news)
        #expect(ledger.lastNumber == 7)
        ledger.take(Array(news.prefix(1)))
        #expect(ledger.lastNumber == 7)
    }

    @Test(
        "A session that was logged out here is dead at once, and what the store tells is still heard"
    )
    func endedHere() {
        ledger.end(session)
        #expect(ledger.hasEnded(session))
        #expect(ledger.lastNumber == 0)
    }
}

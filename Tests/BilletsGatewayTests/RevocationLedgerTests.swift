import Billets
import Testing

@testable import BilletsGateway

@Suite("RevocationLedger")
struct RevocationLedgerTests {
    private let ledger = RevocationLedger(lifetime: .seconds(3600))
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

    @Test("All sessions of a user that began before the revocation are dead, later ones live")
    func allOfUser() {
        let scope = Revocation.Scope.user(session.user.id)
        ledger.take([Revocation(number: 1, scope: scope, at: time(1000))])
        #expect(ledger.hasEnded(session))
        let later = SessionTests.session(of: session.user, startedAt: 1001, expiresAt: 9000)
        #expect(!ledger.hasEnded(later))
        #expect(!ledger.hasEnded(SessionTests.session(startedAt: 500, expiresAt: 9000)))
    }

    @Test("A later revocation of the same user ends the sessions since")
    func again() {
        let scope = Revocation.Scope.user(session.user.id)
        ledger.take([
            Revocation(number: 1, scope: scope, at: time(500)),
            Revocation(number: 2, scope: scope, at: time(1500)),
        ])
        #expect(ledger.hasEnded(session))
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

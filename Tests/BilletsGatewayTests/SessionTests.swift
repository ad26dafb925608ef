import Billets
import Testing

@testable import BilletsGateway

@Suite("Session")
struct SessionTests {
    static func session(
        of user: User = User(id: .random(), name: "Ada"),
        generation: Int64 = 0,
        startedAt: Int64,
        expiresAt: Int64
    ) -> Session {
        Session(
            id: .random(),
            user: user,
            role: .agent,
            generation: generation,
            startedAt: Timestamp(millisecondsSinceEpoch: startedAt),
            expiresAt: Timestamp(millisecondsSinceEpoch: expiresAt),
            origin: .logIn(keyID: "1")
        )
    }

    private func time(_ milliseconds: Int64) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: milliseconds)
    }

    @Test("It has expired from its very last millisecond on")
    func expiry() {
        let session = Self.session(startedAt: 1000, expiresAt: 2000)
        #expect(!session.hasExpired(at: time(1000)))
        #expect(!session.hasExpired(at: time(1999)))
        #expect(session.hasExpired(at: time(2000)))
    }

    @Test("A revocation of itself or of its user ends it, of another does not")
    func revocation() {
        let session = Self.session(generation: 3, startedAt: 1000, expiresAt: 2000)
        // The time at which a revocation is made is by another clock, and does not matter.
        for milliseconds: Int64 in [0, 1000, 1500, .max] {
            func isEnded(by scope: Revocation.Scope) -> Bool {
                let revocation = Revocation(number: 1, scope: scope, at: time(milliseconds))
                return session.isEnded(by: revocation)
            }
            #expect(isEnded(by: .session(session.id)))
            #expect(!isEnded(by: .session(.random())))
            #expect(isEnded(by: .user(session.user.id, generation: 4)))
            #expect(!isEnded(by: .user(session.user.id, generation: 3)))
            #expect(!isEnded(by: .user(.random(), generation: 4)))
        }
    }

    @Test("Its token tells it whole, to the millisecond", arguments: [0, 1, 499, 500, 678, 999])
    func token(_ milliseconds: Int64) {
        let start: Int64 = 1_767_323_045_000 + milliseconds
        let session = Self.session(
            generation: milliseconds,
            startedAt: start,
            expiresAt: start + 43_200_000
        )
        #expect(SessionToken(session).session(keyID: "1") == session)
    }
}

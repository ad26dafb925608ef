import BilletsWire
import Testing

@testable import BilletsGateway

@Suite struct RegistrationWaitTests {
    @Test func `A gateway whose name is free serves at once`() {
        #expect(RegistrationWait.step(after: .registered, elapsed: .zero) == .serve)
        #expect(RegistrationWait.step(after: .registered, elapsed: .seconds(9)) == .serve)
    }

    @Test func `A process that is ending has a moment to give the name back`() {
        for silence: Duration? in [nil, .zero, .seconds(1)] {
            #expect(step(silence, .zero) == .wait)
            #expect(step(silence, RegistrationWait.endMaximum - .milliseconds(1)) == .wait)
        }
    }

    @Test func `A gateway whose name a live process holds gives up`() {
        for silence: Duration? in [nil, .zero, .milliseconds(1_999)] {
            #expect(step(silence, RegistrationWait.endMaximum) == .refuse)
        }
    }

    @Test func `A silent process is waited for until it reports again or loses the name`() {
        #expect(step(.seconds(2), .seconds(2)) == .wait)
        #expect(step(.milliseconds(9_999), .seconds(10)) == .wait)
        #expect(step(.milliseconds(100), .seconds(6)) == .refuse)
    }

    private func step(_ silence: Duration?, _ elapsed: Duration) -> RegistrationWait.Step {
        RegistrationWait.step(after: .taken(silence: silence), elapsed: elapsed)
    }
}

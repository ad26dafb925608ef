import Testing

@testable import BilletsBus

@Suite("ConnectionMachine")
struct ConnectionMachineTests {
    private let start = ContinuousClock.now

    private func machine(
        _ role: ConnectionRole = .subscriber,
        authenticates: Bool = false
    ) -> ConnectionMachine {
        ConnectionMachine(
            role: role,
            authenticates: authenticates,
            connectDeadline: .seconds(2),
            backoff: Backoff(minimum: .seconds(1), maximum: .seconds(8), random: { 1 })
        )
    }

    @Test("A subscriber connects, greets, subscribes, and is of use")
    func subscriber() {
        var machine = machine()
        #expect(machine.start(now: start) == .open)
        #expect(machine.receive(.connected, now: start) == .greet)
        #expect(machine.receive(.greeted, now: start) == .subscribe)
        #expect(!machine.isReady)
        #expect(machine.receive(.subscribed, now: start) == nil)
        #expect(machine.state == .ready(since: start))
        #expect(machine.deadline == nil)
    }

    @Test("A publisher with a password logs in before anything else, and subscribes to nothing")
    func publisher() {
        var machine = machine(.publisher, authenticates: true)
        #expect(machine.start(now: start) == .open)
        #expect(machine.receive(.connected, now: start) == .authenticate)
        #expect(machine.receive(.authenticated, now: start) == .greet)
        #expect(machine.receive(.greeted, now: start) == nil)
        #expect(machine.isReady)
    }

    @Test("All steps together have one deadline; when it has passed the attempt is given up")
    func deadline() {
        var machine = machine()
        _ = machine.start(now: start)
        _ = machine.receive(.connected, now: start.advanced(by: .seconds(1)))
        #expect(machine.tick(now: start.advanced(by: .milliseconds(1_999))) == nil)
        let late = start.advanced(by: .seconds(2))
        #expect(machine.tick(now: late) == .close)
        #expect(machine.complaint == .silent(.seconds(2)))
        #expect(machine.state == .waiting(until: late.advanced(by: .seconds(1))))
    }

    @Test("After a failure it waits, and opens again, each time waiting longer")
    func reopening() {
        var machine = machine()
        var now = start
        _ = machine.start(now: now)
        for seconds in [1, 2, 4, 8, 8] {
            #expect(machine.receive(.failed(.unreachable("no")), now: now) == .close)
            let until = now.advanced(by: .seconds(seconds))
            #expect(machine.state == .waiting(until: until))
            #expect(machine.tick(now: until.advanced(by: .milliseconds(-1))) == nil)
            now = until
            #expect(machine.tick(now: now) == .open)
        }
    }

    @Test("The complaint stands until the connection is of use again")
    func complaint() {
        var machine = machine(.publisher)
        _ = machine.start(now: start)
        _ = machine.receive(.failed(.lost("gone")), now: start)
        let again = start.advanced(by: .seconds(1))
        _ = machine.tick(now: again)
        _ = machine.receive(.connected, now: again)
        #expect(machine.complaint == .lost("gone"))
        _ = machine.receive(.greeted, now: again)
        #expect(machine.complaint == nil)
    }

    @Test("A connection that lasted starts the backoff anew; one that ended at once does not")
    func lasting() {
        for (seconds, wait) in [(1, 4), (8, 1)] {
            var machine = machine(.publisher)
            var now = start
            _ = machine.start(now: now)
            for _ in 1...2 {
                _ = machine.receive(.failed(.lost("gone")), now: now)
                now = machine.deadline ?? now
                _ = machine.tick(now: now)
            }
            _ = machine.receive(.connected, now: now)
            _ = machine.receive(.greeted, now: now)
            now = now.advanced(by: .seconds(seconds))
            #expect(machine.receive(.failed(.lost("gone")), now: now) == .close)
            #expect(machine.deadline == now.advanced(by: .seconds(wait)))
        }
    }

    @Test("A refused password is tried again slowly")
    func refusedPassword() {
        var machine = machine(authenticates: true)
        _ = machine.start(now: start)
        _ = machine.receive(.connected, now: start)
        _ = machine.receive(.failed(.passwordRefused("WRONGPASS")), now: start)
        #expect(machine.deadline == start.advanced(by: .seconds(8)))
    }

    @Test("What comes out of turn is ignored")
    func outOfTurn() {
        var machine = machine()
        #expect(machine.receive(.connected, now: start) == nil)
        #expect(machine.state == .idle)
        _ = machine.start(now: start)
        #expect(machine.receive(.subscribed, now: start) == nil)
        #expect(machine.receive(.authenticated, now: start) == nil)
        _ = machine.receive(.failed(.strange), now: start)
        let waiting = machine.state
        #expect(machine.receive(.connected, now: start) == nil)
        #expect(machine.receive(.failed(.strange), now: start) == nil)
        #expect(machine.state == waiting)
    }
}

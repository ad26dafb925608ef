import BilletsWire
import Testing

@testable import BilletsBus

@Suite("BusMachine")
struct BusMachineTests {
    private let start = ContinuousClock.now
    private let address = RedisAddress(host: "redis")

    private func machine() -> BusMachine {
        var settings = RedisBusSettings()
        settings.backoffMinimum = .seconds(1)
        settings.backoffMaximum = .seconds(8)
        return BusMachine(
            address: address,
            authenticates: false,
            settings: settings,
            random: { 1 }
        )
    }

    private func wellMachine() -> BusMachine {
        var machine = machine()
        _ = machine.start(now: start)
        for role in ConnectionRole.allCases {
            _ = machine.receive(.connected, from: role, now: start)
            _ = machine.receive(.greeted, from: role, now: start)
        }
        _ = machine.receive(.subscribed, from: .subscriber, now: start)
        _ = machine.probeReturned(1, now: start)
        return machine
    }

    private func unwell(_ complaint: RedisComplaint) -> BusAction {
        .signal(.unwell(complaint.sentence(about: address)))
    }

    @Test("It is well only once it is subscribed, can publish, and a probe came back")
    func becomingWell() {
        var machine = machine()
        #expect(
            machine.start(now: start) == [
                .connection(.subscriber, .open), .connection(.publisher, .open),
            ]
        )
        _ = machine.receive(.connected, from: .publisher, now: start)
        #expect(machine.receive(.greeted, from: .publisher, now: start) == [])
        #expect(machine.canPublish)
        _ = machine.receive(.connected, from: .subscriber, now: start)
        #expect(
            machine.receive(.greeted, from: .subscriber, now: start) == [
                .connection(.subscriber, .subscribe)
            ]
        )
        #expect(machine.receive(.subscribed, from: .subscriber, now: start) == [.probe(1)])
        #expect(machine.probeReturned(1, now: start) == [.signal(.well)])
        #expect(machine.probeReturned(1, now: start) == nil)
    }

    @Test("A late probe makes it unwell, and both connections are built anew")
    func lateProbe() {
        var machine = wellMachine()
        let sent = start.advanced(by: .seconds(2))
        #expect(machine.deadline == sent)
        #expect(machine.tick(now: sent).actions == [.probe(2)])
        let late = sent.advanced(by: .seconds(2))
        let (actions, probeIsLate) = machine.tick(now: late)
        #expect(probeIsLate)
        #expect(
            actions == [
                .connection(.subscriber, .close), unwell(.probeLate(.seconds(2))),
                .connection(.publisher, .close),
            ]
        )
        #expect(!machine.canPublish)
        let again = late.advanced(by: .seconds(1))
        #expect(
            machine.tick(now: again).actions == [
                .connection(.subscriber, .open), .connection(.publisher, .open),
            ]
        )
    }

    @Test("Losing one connection makes it unwell, once; the other is kept, and a probe proves both")
    func losingOne() {
        var machine = wellMachine()
        #expect(
            machine.receive(.failed(.lost("gone")), from: .subscriber, now: start) == [
                .connection(.subscriber, .close), unwell(.lost("gone")),
            ]
        )
        #expect(machine.canPublish)
        let again = start.advanced(by: .seconds(1))
        #expect(machine.tick(now: again).actions == [.connection(.subscriber, .open)])
        _ = machine.receive(.connected, from: .subscriber, now: again)
        _ = machine.receive(.greeted, from: .subscriber, now: again)
        #expect(machine.receive(.subscribed, from: .subscriber, now: again) == [.probe(2)])
        #expect(machine.probeReturned(2, now: again) == [.signal(.well)])
    }

    @Test("The same trouble again is not told again, another is")
    func sameTrouble() {
        var machine = machine()
        _ = machine.start(now: start)
        let refused = ConnectionNews.failed(.unreachable("Connection refused"))
        #expect(
            machine.receive(refused, from: .subscriber, now: start) == [
                .connection(.subscriber, .close), unwell(.unreachable("Connection refused")),
            ]
        )
        #expect(
            machine.receive(refused, from: .publisher, now: start) == [
                .connection(.publisher, .close)
            ]
        )
        let again = start.advanced(by: .seconds(1))
        _ = machine.tick(now: again)
        #expect(
            machine.receive(refused, from: .subscriber, now: again) == [
                .connection(.subscriber, .close)
            ]
        )
        let later = again.advanced(by: .seconds(2))
        _ = machine.tick(now: later)
        #expect(
            machine.receive(.failed(.passwordRequired), from: .subscriber, now: later) == [
                .connection(.subscriber, .close), unwell(.passwordRequired),
            ]
        )
    }

    @Test("Events are worth keeping while it connects, and not while it only waits")
    func accepting() {
        var machine = machine()
        #expect(machine.accepts)
        _ = machine.start(now: start)
        #expect(machine.accepts)
        _ = machine.receive(.failed(.lost("gone")), from: .publisher, now: start)
        #expect(!machine.accepts)
        _ = machine.tick(now: start.advanced(by: .seconds(1)))
        #expect(machine.accepts)
    }
}

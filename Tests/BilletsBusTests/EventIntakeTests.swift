import Billets
import BilletsContracts
import BilletsWire
import Testing

@testable import BilletsBus

@Suite("EventIntake")
struct EventIntakeTests {
    private let desk = EventBusDesk()

    private func payload(_ desk: EventBusDesk) -> [UInt8] {
        WireEventCodec(wireKey: desk.identity.wireKey).encode(desk.event(1))
    }

    @Test("Signed events of the present history are handed over together, once")
    func taking() {
        var intake = EventIntake(desk.identity)
        let codec = WireEventCodec(wireKey: desk.identity.wireKey)
        let events = (1...3).map { desk.event($0) }
        for event in events { #expect(intake.take(codec.encode(event)) == nil) }
        #expect(intake.handOver() == events)
        #expect(intake.handOver() == [])
    }

    @Test("Garbage, forgeries and events of another history are dropped, each for its reason")
    func dropping() {
        var intake = EventIntake(desk.identity)
        #expect(intake.take([]) == .malformed)
        #expect(intake.take(Array("hello".utf8)) == .malformed)
        #expect(intake.take(payload(desk.impostor())) == .forged)
        #expect(intake.take(payload(desk.restored())) == .foreignEpoch)
        #expect(intake.handOver() == [])
    }

    @Test("After a restore events of the new history are kept, and those of the old one dropped")
    func following() {
        var intake = EventIntake(desk.identity)
        let restored = desk.restored()
        let codec = WireEventCodec(wireKey: desk.identity.wireKey)
        intake.follow(restored.identity.epoch)
        let event = restored.event(1)
        #expect(intake.take(codec.encode(event)) == nil)
        #expect(intake.take(codec.encode(desk.event(9))) == .foreignEpoch)
        #expect(intake.handOver() == [event])
    }
}

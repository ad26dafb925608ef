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

    @Test("What we published ourselves is recognised when it comes back, once")
    func own() {
        var own = OwnPayloads()
        let codec = WireEventCodec(wireKey: desk.identity.wireKey)
        let events = (1...5).map { desk.event($0) }
        let payloads = events.map(codec.encode)
        for (event, payload) in zip(events, payloads).prefix(4) {
            own.published(event, as: payload)
        }
        // The first two were lost, and the last is another gateway's.
        #expect(own.returned(payloads[2]) == events[2])
        #expect(own.returned(payloads[2]) == nil)
        #expect(own.returned(payloads[0]) == nil)
        #expect(own.returned(payloads[4]) == nil)
        #expect(own.returned(payloads[3]) == events[3])
    }

    @Test("What cannot come back any more is forgotten, and what comes all the same is judged")
    func ownLost() {
        var intake = EventIntake(desk.identity)
        let codec = WireEventCodec(wireKey: desk.identity.wireKey)
        let events = (1...100).map { desk.event($0) }
        for event in events { intake.published(event, as: codec.encode(event)) }
        // Too many are missing to go on looking for it.
        #expect(intake.take(codec.encode(events[49])) == nil)
        intake.connectionLost()
        #expect(intake.take(codec.encode(events[0])) == nil)
        #expect(intake.handOver() == [events[49], events[0]])
    }

    @Test("After a restore what we published of the old history is dropped, too")
    func ownOfAnotherHistory() {
        var intake = EventIntake(desk.identity)
        let codec = WireEventCodec(wireKey: desk.identity.wireKey)
        let event = desk.event(1)
        intake.published(event, as: codec.encode(event))
        intake.follow(desk.restored().identity.epoch)
        #expect(intake.take(codec.encode(event)) == .foreignEpoch)
    }
}

import BilletsContracts
import BilletsWire
import Testing

@Suite("MemoryEventBus")
struct MemoryEventBusTests {
    @Test("The memory bus keeps every promise of a bus", arguments: EventBusContract.all)
    func contract(_ promise: EventBusContract) async throws {
        let bus = MemoryEventBus()
        try await promise.check(bus, bus)
    }
}

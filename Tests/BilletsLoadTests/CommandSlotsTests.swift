import BilletsLoad
import Testing

@Suite struct CommandSlotsTests {
    private func begin(_ slots: inout CommandSlots, due: UInt64) throws -> CommandSlots.Command {
        let command = slots.begin(due: due)
        return try #require(command)
    }

    @Test func `First every sender sends one, then every sender another one`() {
        var slots = CommandSlots(senders: 3, window: 2)
        var order: [Int] = []
        while let command = slots.begin(due: 1) {
            order.append(slots.sender(of: command.number.slot))
        }
        #expect(order == [0, 1, 2, 0, 1, 2])
        #expect(slots.unanswered == 6)
        #expect(!slots.hasFree)
    }

    @Test func `An answer frees its slot, and the ticket has its next version`() throws {
        var slots = CommandSlots(senders: 1, window: 1)
        let first = try begin(&slots, due: 5)
        #expect(first.version == 0)
        #expect(slots.accept(first.number) == 5)
        let second = try begin(&slots, due: 6)
        #expect(second.version == 1)
        #expect(second.number != first.number)
        #expect(slots.unanswered == 1)
    }

    @Test func `An answer that nobody waits for is nobody's`() throws {
        var slots = CommandSlots(senders: 1, window: 1)
        let command = try begin(&slots, due: 5)
        #expect(slots.accept(CommandNumber(slot: 0, sequence: 99)) == nil)
        #expect(slots.accept(CommandNumber(slot: 9, sequence: 1)) == nil)
        #expect(slots.accept(command.number) == 5)
        #expect(slots.accept(command.number) == nil)
        #expect(slots.unanswered == 0)
    }

    @Test func `A rejection frees its slot, and corrects the version`() throws {
        var slots = CommandSlots(senders: 1, window: 1)
        let command = try begin(&slots, due: 5)
        #expect(slots.reject(command.number, presentVersion: 41) == 5)
        #expect(slots.begin(due: 6)?.version == 41)
    }

    @Test func `The slots of a sender that is gone are never free again`() throws {
        var slots = CommandSlots(senders: 2, window: 2)
        let command = try begin(&slots, due: 1)
        #expect(slots.sender(of: command.number.slot) == 0)
        slots.abandon(sender: 0)
        #expect(slots.abandoned == 1)
        #expect(slots.unanswered == 0)
        #expect(slots.accept(command.number) == nil)
        var senders: [Int] = []
        while let next = slots.begin(due: 2) { senders.append(slots.sender(of: next.number.slot)) }
        #expect(senders == [1, 1])
    }

    @Test func `A slot that is asked for is taken if it is free`() {
        var slots = CommandSlots(senders: 2, window: 2)
        #expect(slots.begin(slot: 2, due: 1)?.number.slot == 2)
        #expect(slots.begin(slot: 2, due: 1) == nil)
    }
}

import Billets
import BilletsWire
import Testing

@Suite struct EventPositionTests {
    private let cursor = Cursor(epoch: .random(), revision: Revision(57))

    @Test func `What a cursor is written as is read as the same cursor`() {
        for revision in [0, 1, 57, Int64.max] {
            let cursor = Cursor(epoch: cursor.epoch, revision: Revision(revision))
            #expect(cursor.text == "\(cursor.epoch):\(revision)")
            #expect(EventPosition(cursor.text) == .cursor(cursor))
        }
        #expect(EventPosition(cursor.text.uppercased()) == .cursor(cursor))
    }

    @Test func `A number alone is a revision, of the epoch that is named beside it`() {
        #expect(EventPosition("0") == .revision(.none))
        #expect(EventPosition("57") == .revision(cursor.revision))
        #expect(EventPosition("57")?.cursor(in: cursor.epoch) == cursor)
        #expect(EventPosition("57")?.revision == cursor.revision)
    }

    @Test func `The epoch of a cursor goes before one that is named beside it`() {
        #expect(EventPosition(cursor.text)?.cursor(in: .random()) == cursor)
        #expect(EventPosition(cursor.text)?.revision == cursor.revision)
    }

    @Test func `Anything else is no position`() {
        let epoch = cursor.epoch
        for text in [
            "", ":", ":1", "x", "x:1", "-1", "+1", " 1", "1 ", "1.0", "9223372036854775808",
            "\(epoch)", "\(epoch):", "\(epoch):x", "\(epoch):-1", "\(epoch):+1",
            "\(epoch):1:1", "\(epoch) :1", "\(epoch):9223372036854775808", "1:\(epoch)",
        ] {
            #expect(EventPosition(text) == nil, "\(text)")
        }
    }

    @Test func `The cursor of a list names its epoch, and is read as it was written`() {
        for order in TicketOrder.parameters.compactMap(TicketOrder.init(parameter:)) {
            for number in [Int64.min, 0, Int64.max] {
                let place = TicketPlace(key: number, number: number)
                let list = TicketCursor(epoch: cursor.epoch, order: order, place: place)
                #expect(TicketCursor("\(list)") == list)
            }
        }
        // `-updatedAt 1 2`, without an epoch.
        #expect(TicketCursor("LXVwZGF0ZWRBdCAxIDI=") == nil)
    }
}

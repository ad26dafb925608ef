import Billets
import BilletsWire
import NIOCore
import Testing

@testable import BilletsGateway

@Suite("EncodedSnapshot")
struct EncodedSnapshotTests {
    private static func ticket(_ number: Int64, descriptionBytes: Int) -> Ticket {
        let user = User(id: .random(), name: "Ada")
        let time = Timestamp(millisecondsSinceEpoch: 0)
        return Ticket(
            id: .random(),
            number: number,
            title: "Ticket \(number)",
            description: String(repeating: "x", count: descriptionBytes),
            status: .open,
            priority: .normal,
            assignee: nil,
            version: 1,
            createdAt: time,
            createdBy: user,
            updatedAt: time,
            updatedBy: nil,
            lock: nil
        )
    }

    /// So many tickets, with descriptions of so many bytes.
    static func tickets(_ count: Int, descriptionBytes: Int = 100) -> [Ticket] {
        (0..<count).map { ticket(Int64($0) + 1, descriptionBytes: descriptionBytes) }
    }

    @Test(
        "All tickets are told, in order, at one revision, and the last frame alone says that it is the last",
        arguments: [(0, 0), (1, 0), (1, 16_384), (1000, 0), (50, 16_384)]
    )
    func frames(_ count: Int, _ descriptionBytes: Int) throws {
        let tickets = Self.tickets(count, descriptionBytes: descriptionBytes)
        let cursor = History().cursor(7)
        let snapshot = EncodedSnapshot(
            Snapshot(cursor: cursor, tickets: tickets),
            allocator: ByteBufferAllocator()
        )
        var told: [Ticket] = []
        var isLast: [Bool] = []
        for message in try SentFrames.messages(in: snapshot.frames) {
            guard case .allTickets(let place, let part, let more) = message else {
                Issue.record("\(message) is no AllTickets")
                continue
            }
            #expect(place == cursor)
            told += part
            isLast.append(!more)
        }
        #expect(told == tickets)
        #expect(isLast.last == true)
        #expect(isLast.dropLast().allSatisfy { !$0 })
        #expect(snapshot.frames.count == isLast.count)
        let most = EncodedSnapshot.frameBytesTarget + 16_384 + 1000
        #expect(snapshot.frames.allSatisfy { $0.readableBytes <= most })
    }
}

import Billets
import BilletsWire
import Testing

@Suite("WireEventCodec")
struct WireEventCodecTests {
    private static let codec = WireEventCodec(wireKey: Golden.wireKey)

    private static let event = WireEvent(
        Sample.event(.created(Sample.fullTicket), by: Sample.ada),
        epoch: Sample.cursor.epoch
    )

    private static func error(of payload: [UInt8]) -> WireEventError? {
        do throws(WireEventError) {
            _ = try codec.decode(payload)
            return nil
        } catch {
            return error
        }
    }

    @Test("What is signed comes back as it was")
    func roundTrip() throws {
        #expect(try Self.codec.decode(Self.codec.encode(Self.event)) == Self.event)
        let cursor = Cursor(epoch: .random(), revision: Revision(.max))
        let edge = WireEvent(cursor: cursor, payload: [])
        #expect(try Self.codec.decode(Self.codec.encode(edge)) == edge)
    }

    @Test("A payload in which any one byte was changed is dropped")
    func eachByte() {
        let payload = Self.codec.encode(Self.event)
        for index in payload.indices {
            for bit in 0..<8 {
                var changed = payload
                changed[index] ^= 1 << UInt8(bit)
                guard Self.error(of: changed) == nil else { continue }
                Issue.record("bit \(bit) of byte \(index) of \(payload.count) is of no matter")
            }
        }
    }

    @Test("A changed event is forged, a changed form is malformed")
    func kinds() throws {
        var payload = Self.codec.encode(Self.event)
        let title = try #require(payload.firstRange(of: Array("Hoover".utf8)))
        payload[title.lowerBound] = UInt8(ascii: "L")
        #expect(Self.error(of: payload) == .forged)
        #expect(Self.error(of: Array("{}".utf8)) == .malformed)
        #expect(Self.error(of: []) == .malformed)
        #expect(Self.error(of: Array("hello".utf8)) == .malformed)
    }

    @Test("What another database's key signed is forged")
    func foreignKey() {
        let foreign = WireEventCodec(wireKey: [UInt8](repeating: 9, count: 32))
        #expect(Self.error(of: foreign.encode(Self.event)) == .forged)
    }

    @Test("A signature does not pass for another revision or another epoch")
    func transplanted() {
        let payload = String(decoding: Self.codec.encode(Self.event), as: UTF8.self)
        let later = payload.replacing(#"","revision":42,"#, with: #"","revision":43,"#)
        #expect(Self.error(of: Array(later.utf8)) == .forged)
        let epoch = Sample.cursor.epoch.description
        let elsewhere = payload.replacing(epoch, with: Epoch.random().description)
        #expect(Self.error(of: Array(elsewhere.utf8)) == .forged)
        let loud = payload.replacing(epoch, with: epoch.uppercased())
        #expect(Self.error(of: Array(loud.utf8)) == .forged)
    }

    @Test("A payload that was cut off anywhere is dropped")
    func truncated() {
        let payload = Self.codec.encode(Self.event)
        for count in payload.indices {
            #expect(Self.error(of: Array(payload.prefix(count))) != nil)
        }
    }

    @Test("A payload with more before, behind or between is dropped")
    func extraSpace() {
        let payload = Self.codec.encode(Self.event)
        for extra: [UInt8] in [[0x20], [0x0A], [0x7D], [0x00]] {
            #expect(Self.error(of: payload + extra) != nil)
            #expect(Self.error(of: extra + payload) != nil)
        }
        let text = String(decoding: payload, as: UTF8.self)
        for (part, spaced) in [
            (#"":42"#, #"": 42"#), (#":42,"#, #":42 ,"#), (#":42,"#, #":042,"#),
            (#":42,"#, #":+42,"#),
            (#","event":"#, #", "event":"#), (#","event":{"#, #","event": {"#),
        ] {
            let changed = text.replacing(part, with: spaced, maxReplacements: 1)
            #expect(changed != text)
            #expect(Self.error(of: Array(changed.utf8)) != nil, "\(spaced)")
        }
    }

    @Test("A revision that no number can hold is malformed")
    func hugeRevision() {
        let text = String(decoding: Self.codec.encode(Self.event), as: UTF8.self)
        let huge = text.replacing(":42,", with: ":99999999999999999999,", maxReplacements: 1)
        #expect(Self.error(of: Array(huge.utf8)) == .malformed)
        let empty = text.replacing(":42,", with: ":,", maxReplacements: 1)
        #expect(Self.error(of: Array(empty.utf8)) == .malformed)
    }

    @Test("A payload over the bound is dropped, though it is signed; one within it is taken")
    func bound() {
        func payload(_ count: Int) -> [UInt8] {
            let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: count)
            return Self.codec.encode(WireEvent(cursor: Self.event.cursor, payload: bytes))
        }
        let frame = payload(0).count
        let room = WireEventCodec.payloadBytesMaximum - frame
        #expect(Self.error(of: payload(room)) == nil)
        #expect(Self.error(of: payload(room + 1)) == .malformed)
    }

    @Test("The largest event that there can be is within the bound")
    func largestEvent() throws {
        let worst = String(repeating: "\u{1}", count: TicketLimits.descriptionBytesMaximum)
        let name = String(repeating: "😀", count: AccountLimits.nameScalarsMaximum)
        let user = User(id: .random(), name: name)
        let ticket = Ticket(
            id: .random(),
            number: .max,
            title: String(repeating: "\u{1}", count: TicketLimits.titleScalarsMaximum),
            description: worst,
            status: .blocked,
            priority: .urgent,
            assignee: user,
            version: .max,
            createdAt: Sample.noon,
            createdBy: user,
            updatedAt: Sample.noon,
            updatedBy: user,
            lock: TicketLock(holder: user, since: Sample.noon, expiresAt: Sample.noon)
        )
        let event = WireEvent(
            Sample.event(.updated(ticket), by: user),
            epoch: Sample.cursor.epoch
        )
        #expect(try Self.codec.decode(Self.codec.encode(event)) == event)
    }
}

import Billets
import BilletsSeeds
import Testing

@Suite("Identifier")
struct IdentifierTests {
    private static let text = "01890a5d-ac96-774b-bcce-b302099a8057"

    @Test("A UUID is read in either case, and written in lower case")
    func cases() throws {
        #expect(try #require(TicketID(Self.text)).description == Self.text)
        #expect(try #require(TicketID(Self.text.uppercased())).description == Self.text)
        #expect(TicketID(Self.text) == TicketID(Self.text.uppercased()))
    }

    @Test(
        "Anything else than the 36 characters of a UUID is refused",
        arguments: [
            "", "1", "01890a5dac96774bbcceb302099a8057", "01890a5d-ac96-774b-bcce-b302099a805",
            "01890a5d-ac96-774b-bcce-b302099a80570", "{01890a5d-ac96-774b-bcce-b302099a805}",
            "01890a5d-ac96-774b-bcce_b302099a8057", "01890a5d-ac96-774b-bcce-b302099a805g",
            " 1890a5d-ac96-774b-bcce-b302099a8057", "01890a5da-c96-774b-bcce-b302099a8057",
            "+1890a5d-ac96-774b-bcce-b302099a8057", "0x890a5d-ac96-774b-bcce-b302099a8057",
            "01890a5d-ac96-774b-bcce-b302099a80\u{0}7", "é1890a5d-ac96-774b-bcce-b302099a805",
        ]
    )
    func refused(_ text: String) {
        #expect(TicketID(text) == nil)
    }

    @Test("Ids at random differ")
    func random() {
        #expect(Set((0..<1000).map { _ in TicketID.random() }).count == 1000)
    }

    @Test("Time-ordered ids sort by the millisecond in which they were made, as text too")
    func timeOrdered() {
        var generator = SeededGenerator(seed: 1)
        let moments: [Int64] = [0, 1, 255, 256, 65_535, 65_536, 1_767_323_045_678, 1 << 47]
        let ids = moments.map {
            TicketID.timeOrdered(at: Timestamp(millisecondsSinceEpoch: $0), using: &generator)
        }
        let texts = ids.map(\.description)
        #expect(texts == texts.sorted())
    }

    @Test("A time-ordered id is a UUID of version 7 that holds its time (RFC 9562, section 5.7)")
    func versionSeven() throws {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<100 {
            let id = TicketID.timeOrdered(
                at: Timestamp(millisecondsSinceEpoch: 0x0189_0A5D_AC96),
                using: &generator
            )
            let text = Array(id.description)
            #expect(String(text[0..<13]) == "01890a5d-ac96")
            #expect(text[14] == "7")
            #expect("89ab".contains(text[19]))
        }
    }

    @Test("Ids made in the same millisecond differ")
    func sameMillisecond() {
        var generator = SeededGenerator(seed: 3)
        let ids = (0..<1000).map { _ in TicketID.timeOrdered(at: Sample.noon, using: &generator) }
        #expect(Set(ids).count == 1000)
    }
}

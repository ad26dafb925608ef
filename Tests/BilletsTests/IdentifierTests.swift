import Billets
import BilletsSeeds
import Testing

@Suite struct IdentifierTests {
    @Test("An id is written in lower case, and read in either")
    func readsAndWrites() {
        let text = "01890a5d-ac96-774b-bcce-b302099a8057"
        #expect(TicketID(text)?.description == text)
        #expect(TicketID(text.uppercased())?.description == text)
    }

    @Test(
        "What is no UUID is no id",
        arguments: [
            "", "1", "01890a5dac96774bbcceb302099a8057", "01890a5d-ac96-774b-bcce-b302099a805g",
            "{01890a5d-ac96-774b-bcce-b302099a8057}", " 1890a5d-ac96-774b-bcce-b302099a8057 ",
        ]
    )
    func refuses(text: String) {
        #expect(TicketID(text) == nil)
    }

    @Test("An id in order of time is a UUID version 7 of that millisecond")
    func timeOrdered() {
        var generator = SeededGenerator(seed: 1)
        let time = Timestamp(millisecondsSinceEpoch: 0x0189_0A5D_AC96)
        let text = TicketID.timeOrdered(at: time, using: &generator).description
        #expect(text.hasPrefix("01890a5d-ac96-7"))
        #expect("89ab".contains(text.dropFirst(19).first ?? " "))
        let same = TicketID.timeOrdered(at: time, using: &generator)
        #expect(same.description != text)
    }

    @Test("Ids in order of time sort by it")
    func sorts() {
        var generator = SeededGenerator(seed: 1)
        let ids = (0..<50)
            .map { step in
                TicketID.timeOrdered(
                    at: TicketFixture.start.adding(.milliseconds(step)),
                    using: &generator
                )
                .description
            }
        #expect(ids == ids.sorted())
    }
}

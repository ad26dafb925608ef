import BilletsLoad
import Testing

@Suite struct SendMarkerTests {
    private let marker = SendMarker(boot: "3d1f0a2b-77aa-4c6c-9a5e-0a7d4f3a9f01")

    private func test() throws -> LoadTestID {
        try #require(LoadTestID("t1a2b3c4"))
    }

    private func mark(_ event: String, by marker: SendMarker) -> SendMarker.Mark? {
        marker.mark(in: Array(event.utf8).span)
    }

    private func event(_ description: String, version: Int64) -> String {
        #"{"type":"TicketUpdated","revision":9,"ticket":{"description":"\#(description)","version":\#(version)}}"#
    }

    @Test(arguments: SendMarker.Phase.allCases)
    func `A change tells its test, its phase and when it was due`(phase: SendMarker.Phase) throws {
        let text = marker.description(
            of: try test(),
            phase,
            version: 7,
            due: 123_456_789_012,
            bytes: 120
        )
        #expect(text.utf8.count == 120)
        let found = try #require(mark(event(text, version: 7), by: marker))
        #expect(found.test == "t1a2b3c4")
        #expect(found.phase == phase)
        #expect(found.version == 7)
        #expect(found.due == 123_456_789_012)
    }

    @Test func `A later event that still carries the mark is not the change that was marked`()
        throws
    {
        let text = marker.description(of: try test(), .measure, version: 7, due: 42, bytes: 120)
        #expect(mark(event(text, version: 7), by: marker)?.due == 42)
        #expect(mark(event(text, version: 8), by: marker) == nil)
    }

    @Test func `However small a description is to be, the mark is whole`() throws {
        let text = marker.description(of: try test(), .measure, version: 2, due: 42, bytes: 1)
        #expect(text == "@load:3d1f0a2b:t1a2b3c4:measure:2:42:")
        #expect(mark(event(text, version: 2), by: marker)?.due == 42)
    }

    @Test func `The time of another machine, or of another boot, is not taken`() throws {
        let text = marker.description(of: try test(), .measure, version: 2, due: 42, bytes: 120)
        #expect(mark(event(text, version: 2), by: SendMarker(boot: "ffffffff")) == nil)
    }

    @Test func `What is cut off, or is no mark, has no time`() {
        for text in [
            "@load:3d1f0a2b:t1:measure:2:42", "@load:3d1f0a2b:t1:measure:2::",
            "@load:3d1f0a2b:t1:measure:2:99999999999999999999:", "@load:3d1f0a2b:t1:lunch:2:42:",
            "@load:3d1f0a2b::measure:2:42:", "@load:3d1f0a2b:42:", "",
            "see @load:3d1f0a2b:t1:measure:2:42:",
            "@load:3d1f0a2b:" + String(repeating: "x", count: 100) + ":measure:2:42:",
        ] {
            #expect(mark(event(text, version: 2), by: marker) == nil, "\(text)")
        }
    }

    @Test func `This machine's marker is the same for all processes`() throws {
        let text = SendMarker().description(of: try test(), .measure, version: 1, due: 7, bytes: 40)
        #expect(mark(event(text, version: 1), by: SendMarker())?.due == 7)
    }

    @Test func `An id of a test is letters and digits, a letter first`() {
        #expect(LoadTestID("t1a2b3c4")?.text == "t1a2b3c4")
        for text in ["", "1a", "T1", "a:b", "a b", "ä1", String(repeating: "a", count: 16)] {
            #expect(LoadTestID(text) == nil, "\(text)")
        }
        #expect(LoadTestID(LoadTestID.random().text) != nil)
    }
}

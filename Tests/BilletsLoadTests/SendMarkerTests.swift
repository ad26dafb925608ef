import BilletsLoad
import Testing

@Suite struct SendMarkerTests {
    private let marker = SendMarker(boot: "3d1f0a2b-77aa-4c6c-9a5e-0a7d4f3a9f01")

    private func due(_ text: String, by marker: SendMarker) -> UInt64? {
        marker.due(in: Array(text.utf8).span)
    }

    @Test func `A change tells when it was due`() {
        let text = marker.description(due: 123_456_789_012, bytes: 120)
        #expect(text.utf8.count == 120)
        #expect(due(#"{"description":"\#(text)"}"#, by: marker) == 123_456_789_012)
    }

    @Test func `However small a description is to be, the marker is whole`() {
        let text = marker.description(due: 42, bytes: 1)
        #expect(text == "@load:3d1f0a2b:42:")
        #expect(due(text, by: marker) == 42)
    }

    @Test func `The time of another machine, or of another boot, is not taken`() {
        let text = marker.description(due: 42, bytes: 120)
        #expect(due(text, by: SendMarker(boot: "ffffffff")) == nil)
    }

    @Test func `What is cut off, or is no marker, has no time`() {
        #expect(due("@load:3d1f0a2b:42", by: marker) == nil)
        #expect(due("@load:3d1f0a2b::", by: marker) == nil)
        #expect(due("@load:3d1f0a2b:99999999999999999999:", by: marker) == nil)
        #expect(due("", by: marker) == nil)
    }

    @Test func `This machine's marker is the same for all processes`() {
        let text = SendMarker().description(due: 7, bytes: 40)
        #expect(due(text, by: SendMarker()) == 7)
    }
}

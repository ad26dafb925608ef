import Billets
import BilletsWire
import Foundation
import Testing

@Suite("Text in JSON")
struct JSONTextTests {
    private static let texts: [String] = [
        "", " ", "plain", #"a "quoted" word"#, #"back\slash"#, "a/b", "tab\tline\nreturn\r",
        "\u{0}", "\u{1}\u{8}\u{B}\u{C}\u{1F}", "\u{7F}", "\u{2028}\u{2029}", "é", "e\u{301}", "日本語",
        "😀", "👩‍👩‍👧‍👦", "🇫🇷", "x\u{FEFF}y", "\u{FFFF}", "\u{10FFFF}", "\u{E000}", "</script>", #"\u0041"#,
        "\"", "\\", "\\\"", "{\"type\":\"Welcome\"}",
        String((0..<0x80).compactMap { Unicode.Scalar($0).map(Character.init) }),
        String(repeating: "\u{1}", count: 2_000), String(repeating: "😀", count: 4_000),
    ]

    private static func event(_ text: String) -> ServerMessage {
        var ticket = Sample.newTicket
        ticket.title = text
        ticket.description = text + text
        let author = User(id: Sample.ada.id, name: text)
        return .event(Sample.event(.created(ticket), by: author))
    }

    @Test("Whatever text is written, Foundation reads the same", arguments: texts)
    func written(_ text: String) throws {
        let bytes = Self.event(text).encoded()
        let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        let ticket = try #require(object?["ticket"] as? [String: Any])
        let author = try #require(object?["by"] as? [String: Any])
        for (found, expected) in [
            (ticket["title"], text), (ticket["description"], text + text), (author["name"], text),
        ] {
            let found = try #require(found as? String)
            #expect(Array(found.unicodeScalars) == Array(expected.unicodeScalars))
        }
    }

    @Test("Whatever text is written, it comes back", arguments: texts)
    func roundTrip(_ text: String) throws {
        let message = Self.event(text)
        #expect(try ServerMessage(decoding: message.encoded()) == message)
    }

    @Test(
        "Whatever Foundation writes, with its escapes, is read as the same text",
        arguments: texts
    )
    func read(_ text: String) throws {
        let object: [String: Any] = ["type": "CreateTicket", "ticket": ["title": text]]
        let bytes = Array(try JSONSerialization.data(withJSONObject: object))
        let draft = TicketDraft(title: text)
        let envelope = try ClientEnvelope.decode(bytes).get()
        #expect(envelope.message == .createTicket(draft))
    }

    @Test("Escaped characters are read, also those outside the basic plane")
    func escapes() throws {
        let text =
            #"{"type":"CreateTicket","ticket":{"title":"\u0041\/\b\f\n\r\t\"\\\ud83d\ude00\u2028"}}"#
        let envelope = try ClientEnvelope.decode(Array(text.utf8)).get()
        let title = "A/\u{8}\u{C}\n\r\t\"\\😀\u{2028}"
        #expect(envelope.message == .createTicket(TicketDraft(title: title)))
    }

    @Test("No line break stands in what is written, so that one message is one line")
    func oneLine() {
        for text in Self.texts {
            #expect(!Self.event(text).encoded().contains { $0 < 0x20 })
        }
    }
}

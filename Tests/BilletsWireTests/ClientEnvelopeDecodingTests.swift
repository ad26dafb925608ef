import Billets
import BilletsWire
import Testing

@Suite("ClientEnvelope, decoding")
struct ClientEnvelopeDecodingTests {
    private static let id = "01890a5d-ac96-774b-bcce-b302099a8057"

    /// What a client sends, and the words that must stand in the answer.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let text: String
        let words: [String]
        var testDescription: String { String(text.prefix(120)) }

        init(_ text: String, _ words: String...) {
            self.text = text
            self.words = words
        }
    }

    private static func rejected(_ text: String) throws -> RejectedMessage {
        let result = ClientEnvelope.decode(Array(text.utf8))
        guard case .failure(let rejected) = result else {
            throw Rejection(.invalidMessage, "This was taken for \(result).")
        }
        return rejected
    }

    private static func creation(_ ticket: String) -> String {
        #"{"type":"CreateTicket","ticket":\#(ticket)}"#
    }

    private static func update(_ fields: String) -> String {
        #"{"type":"UpdateTicket","ticket":{"id":"\#(id)","version":1,\#(fields)}}"#
    }

    private static let wrongTypes: [Mistake] = [
        Mistake(#"{"type":5}"#, "type", "string"),
        Mistake(#"{"type":{}}"#, "type", "string"),
        Mistake(#"{"type":"GetTickets","since":7}"#, "since", "object"),
        Mistake(#"{"type":"GetTickets","since":[]}"#, "since", "object"),
        Mistake(
            #"{"type":"GetTickets","since":{"epoch":"\#(id)","revision":"7"}}"#,
            "since.revision",
            "whole number"
        ),
        Mistake(#"{"type":"LockTicket","ticketId":[1]}"#, "ticketId", "string"),
        Mistake(creation("[]"), "ticket", "object"),
        Mistake(creation(#"{"title":["a"]}"#), "ticket.title", "string"),
        Mistake(creation(#"{"title":"a","description":1}"#), "ticket.description", "string"),
        Mistake(update(#""status":true"#), "ticket.status", "string"),
        Mistake(
            #"{"type":"UpdateTicket","ticket":{"id":"\#(id)","version":"1"}}"#,
            "ticket.version",
            "whole number"
        ),
        Mistake(#"{"type":"LockTicket","ticketId":"\#(id)","requestId":1}"#, "requestId", "string"),
    ]

    private static let missing: [Mistake] = [
        Mistake("{}", "type", "missing"),
        Mistake(#"{"type":"CreateTicket"}"#, "ticket", "missing"),
        Mistake(creation("{}"), "ticket.title", "missing"),
        Mistake(#"{"type":"LockTicket"}"#, "ticketId", "missing"),
        Mistake(#"{"type":"UnlockTicket"}"#, "ticketId", "missing"),
        Mistake(#"{"type":"UpdateTicket","ticket":{"version":1}}"#, "ticket.id", "missing"),
        Mistake(#"{"type":"UpdateTicket","ticket":{"id":"\#(id)"}}"#, "ticket.version", "missing"),
        Mistake(#"{"type":"GetTickets","since":{"revision":1}}"#, "since.epoch", "missing"),
        Mistake(
            #"{"type":"GetTickets","since":{"epoch":"\#(id)"}}"#,
            "since.revision",
            "missing"
        ),
    ]

    private static let nulls: [Mistake] = [
        Mistake(#"{"type":null}"#, "type", "must not be null"),
        Mistake(creation("null"), "ticket", "must not be null"),
        Mistake(creation(#"{"title":null}"#), "ticket.title", "must not be null"),
        Mistake(#"{"type":"LockTicket","ticketId":null}"#, "ticketId", "must not be null"),
        Mistake(update(#""title":null"#), "ticket.title", "must not be null"),
        Mistake(update(#""description":null"#), "ticket.description", "must not be null"),
        Mistake(update(#""status":null"#), "ticket.status", "must not be null"),
        Mistake(update(#""priority":null"#), "ticket.priority", "must not be null"),
    ]

    private static let unfit: [Mistake] = [
        Mistake(#"{"type":"LockTicket","ticketId":"42"}"#, "ticketId", "UUID"),
        Mistake(#"{"type":"LockTicket","ticketId":""}"#, "ticketId", "UUID"),
        Mistake(
            #"{"type":"LockTicket","ticketId":"01890a5dac96774bbcceb302099a8057"}"#,
            "ticketId",
            "UUID"
        ),
        Mistake(
            #"{"type":"LockTicket","ticketId":"{1890a5d-ac96-774b-bcce-b302099a8057"}"#,
            "ticketId",
            "UUID"
        ),
        Mistake(#"{"type":"GetTickets","requestId":"7"}"#, "requestId", "UUID"),
        Mistake(creation(#"{"title":"a","assignee":"Ada"}"#), "ticket.assignee", "UUID"),
        Mistake(creation(#"{"title":"a","status":"Open"}"#), "ticket.status", "open, blocked"),
        Mistake(update(#""priority":"highest""#), "ticket.priority", "low, normal, high, urgent"),
        Mistake(
            #"{"type":"GetTickets","since":{"epoch":"\#(id)","revision":-1}}"#,
            "since.revision",
            "0 or more"
        ),
        Mistake(creation(#"{"title":"\ud800"}"#), "ticket.title", "string"),
        Mistake(creation(#"{"title":"\q"}"#), "ticket.title", "string"),
    ]

    private static let numbers: [Mistake] = [
        "1.5", "1e400", "-1e400", "9223372036854775808", "123456789012345678901234567890",
    ].map {
        Mistake(
            #"{"type":"GetTickets","since":{"epoch":"\#(id)","revision":\#($0)}}"#,
            "The field since.revision must be a whole number"
        )
    }

    @Test(
        "A message with a mistake is answered with a sentence that names the field and what it should be",
        arguments: wrongTypes + missing + nulls + unfit + numbers
    )
    func namesTheField(_ mistake: Mistake) throws {
        let rejection = try Self.rejected(mistake.text).rejection
        #expect(rejection.code == .invalidMessage)
        for word in mistake.words {
            #expect(rejection.message.contains(word), "\(rejection.message)")
        }
        #expect(rejection.message.hasSuffix("."))
        #expect(!rejection.message.hasSuffix(".."), "\(rejection.message)")
    }

    @Test(
        "What is not one JSON object is answered, whatever it is",
        arguments: [
            "", " ", "hello", "{", "}", "{]", #"{"type":"GetTickets""#, #"{"type":"GetTickets"}}"#,
            #"{"type":"GetTickets"} {}"#, #"{'type':'GetTickets'}"#, #"{type:"GetTickets"}"#,
            #"{"type":"Get\qTickets"}"#, #"{"type":"\ud800"}"#,
            #"{"type":"\u12"}"#, "{\"type\":\"Get\nTickets\"}", "[]", #"[{"type":"GetTickets"}]"#,
            "null", "true", "42", #""GetTickets""#, "\u{0}", "{\u{0}", "nul", "-", "1e", "01",
            String(repeating: "[", count: 60_000), String(repeating: #"{"a":"#, count: 10_000),
            #"{"type":"GetTickets","x":"# + String(repeating: "[", count: 30_000)
                + String(repeating: "]", count: 30_000) + "}",
        ]
    )
    func notAnObject(_ text: String) throws {
        let rejected = try Self.rejected(text)
        #expect(rejected.requestID == nil)
        #expect(rejected.rejection.code == .invalidMessage)
        #expect(rejected.rejection.message.contains("JSON"), "\(rejected.rejection.message)")
    }

    @Test("Bytes that are not UTF-8 are answered")
    func notUTF8() {
        for bytes: [UInt8] in [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0x7B, 0xFE, 0x7D]] {
            guard case .failure(let rejected) = ClientEnvelope.decode(bytes) else {
                Issue.record("\(bytes) was taken for a message")
                continue
            }
            #expect(rejected.rejection.code == .invalidMessage)
        }
    }

    @Test(
        "A type that no client's message has is answered with unknown_type, and the types there are",
        arguments: [
            "", "Hello", "getTickets", "GETTICKETS", "Welcome", "TicketCreated", "AllTickets",
        ]
    )
    func unknownType(_ type: String) throws {
        let requestID = RequestID.random()
        let rejected = try Self.rejected(#"{"type":"\#(type)","requestId":"\#(requestID)"}"#)
        #expect(rejected.requestID == requestID)
        #expect(rejected.rejection.code == .unknownType)
        #expect(rejected.rejection.message.contains("UnlockTicket"))
    }

    @Test("An endless type is not sent back")
    func longType() throws {
        let rejected = try Self.rejected(
            #"{"type":"\#(String(repeating: "x", count: 60_000))"}"#
        )
        #expect(rejected.rejection.code == .unknownType)
        #expect(rejected.rejection.message.utf8.count < 300)
    }

    @Test(
        "The request id is sent back whenever it can be read",
        arguments: (wrongTypes.dropLast() + missing + nulls + numbers).filter { $0.text != "{}" }
    )
    func echoesRequestID(_ mistake: Mistake) throws {
        let requestID = RequestID.random()
        let text = mistake.text.dropLast() + #","requestId":"\#(requestID)"}"#
        #expect(try Self.rejected(String(text)).requestID == requestID)
    }

    @Test("Without a request id, or with null, there is none to send back")
    func noRequestID() throws {
        #expect(try Self.rejected(#"{"type":"Hello"}"#).requestID == nil)
        #expect(try Self.rejected(#"{"type":"Hello","requestId":null}"#).requestID == nil)
    }

    @Test("Keys that nobody knows are ignored, at every level")
    func unknownKeys() {
        let text = """
            {"x":[1,{"y":null}],"type":"CreateTicket","ticket":{"title":"a","colour":"red"},"":0}
            """
        let expected = ClientMessage.createTicket(TicketDraft(title: "a"))
        #expect(
            ClientEnvelope.decode(Array(text.utf8))
                == .success(ClientEnvelope(requestID: nil, message: expected))
        )
    }

    @Test("Optional fields may be null in a new ticket, and ids may be in upper case")
    func nullsInDraft() {
        let text = """
            {"type":"CreateTicket","requestId":"\(Self.id.uppercased())","ticket":{"title":"a","id":null,
            "description":null,"status":null,"priority":null,"assignee":null}}
            """
        let expected = ClientEnvelope(
            requestID: RequestID(Self.id),
            message: .createTicket(TicketDraft(title: "a"))
        )
        #expect(ClientEnvelope.decode(Array(text.utf8)) == .success(expected))
    }
}

import Testing

@testable import BilletsGateway

@Suite("The handshake's word on compression")
struct CompressionAgreementTests {
    static let agreed =
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover"

    @Test(
        "An offer that can be met is answered, always without takeover on either side",
        arguments: [
            "permessage-deflate",
            "permessage-deflate; client_max_window_bits",
            "permessage-deflate; client_max_window_bits=8",
            "permessage-deflate; client_max_window_bits=15",
            "permessage-deflate; server_no_context_takeover",
            "permessage-deflate; client_no_context_takeover",
            "permessage-deflate;client_no_context_takeover;server_no_context_takeover",
            "permessage-deflate ; \t client_max_window_bits = \"10\"",
            #"permessage-deflate; client_max_window_bits="1\0""#,
            ", ,permessage-deflate,",
        ]
    )
    func met(_ offer: String) {
        #expect(CompressionAgreement(offeredIn: [offer])?.answer == Self.agreed)
    }

    @Test("Who asks for the window that we use is told it", arguments: ["15", "\"15\""])
    func window(_ bits: String) {
        let offer = "permessage-deflate; server_max_window_bits=\(bits)"
        let answer = CompressionAgreement(offeredIn: [offer])?.answer
        #expect(answer == Self.agreed + "; server_max_window_bits=15")
    }

    @Test(
        "An offer that must be declined is, and the next one is looked at",
        arguments: [
            // What we cannot do: our messages refer back further.
            "permessage-deflate; server_max_window_bits=8",
            "permessage-deflate; server_max_window_bits=14",
            // Values that are none.
            "permessage-deflate; server_max_window_bits",
            "permessage-deflate; server_max_window_bits=7",
            "permessage-deflate; server_max_window_bits=16",
            "permessage-deflate; server_max_window_bits=015",
            "permessage-deflate; server_max_window_bits=+15",
            "permessage-deflate; server_max_window_bits=many",
            "permessage-deflate; client_max_window_bits=7",
            "permessage-deflate; client_max_window_bits=16",
            "permessage-deflate; client_max_window_bits=",
            "permessage-deflate; client_max_window_bits=\"\"",
            "permessage-deflate; server_no_context_takeover=yes",
            "permessage-deflate; client_no_context_takeover=\"1\"",
            // Parameters that there are not, or that stand twice.
            "permessage-deflate; level=9",
            "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
            "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
            // Other extensions.
            "permessage-bzip2", "x-webkit-deflate-frame", "permessage-deflate2",
            "PERMESSAGE-DEFLATE",
            // What is not written as it should be.
            "permessage-deflate;", "permessage-deflate; ;client_max_window_bits", "; a",
            "permessage-deflate; a b", "permessage deflate", "permessage-deflate; =8",
            "permessage-deflate; client_max_window_bits==8", "permessage-deflate=1",
            "permessage-deflate; client_max_window_bits=\"10\"x",
            "permessage-deflate; client_max_window_bits=\"1 0\"", "permessagé",
        ]
    )
    func declined(_ offer: String) {
        #expect(CompressionAgreement(offeredIn: [offer]) == nil)
        let next = "permessage-deflate; server_max_window_bits=15"
        let answer = CompressionAgreement(offeredIn: ["\(offer), \(next)"])?.answer
        #expect(answer == Self.agreed + "; server_max_window_bits=15")
        #expect(
            CompressionAgreement(offeredIn: [offer, "permessage-deflate"])?.answer == Self.agreed
        )
    }

    @Test("A quotation without an end takes everything behind it with itself")
    func openQuotation() {
        let offer = "permessage-deflate; client_max_window_bits=\"10, permessage-deflate"
        #expect(CompressionAgreement(offeredIn: [offer]) == nil)
        #expect(CompressionAgreement(offeredIn: [offer, "permessage-deflate"]) != nil)
    }

    @Test("A comma or a semicolon in quotation marks separates nothing")
    func quotedSeparators() {
        for mark in [",", ";", "\\\"", "\\\\"] {
            let offer = "a; b=\"x\(mark)y\", permessage-deflate"
            #expect(CompressionAgreement(offeredIn: [offer])?.answer == Self.agreed)
        }
    }

    @Test("The first offer that can be met counts, in whichever field it stands")
    func first() {
        let fields = ["foo, permessage-deflate; server_max_window_bits=9", "permessage-deflate"]
        #expect(CompressionAgreement(offeredIn: fields)?.answer == Self.agreed)
        #expect(CompressionAgreement(offeredIn: []) == nil)
        #expect(CompressionAgreement(offeredIn: [""]) == nil)
    }

    @Test("No more offers are looked at than a client can mean")
    func bound() {
        let others = Array(repeating: "foo", count: ExtensionOffer.offersMaximum - 1)
        #expect(CompressionAgreement(offeredIn: others + ["permessage-deflate"]) != nil)
        #expect(CompressionAgreement(offeredIn: others + ["foo", "permessage-deflate"]) == nil)
    }
}

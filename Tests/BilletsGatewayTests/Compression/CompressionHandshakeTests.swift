import BilletsGateway
import BilletsLoad
import BilletsWire
import Testing

/// What a running gateway answers to offers of compression.
@Suite("Handshake with compression")
struct CompressionHandshakeTests {
    private static let agreed = CompressionAgreementTests.agreed

    private func answer(
        _ gateway: RunningGateway,
        _ token: String,
        _ offers: [String]
    ) async throws -> HandshakeHead {
        try await HandshakeHead.request(
            port: gateway.port,
            headers: [
                ("Connection", "Upgrade"), ("Upgrade", "websocket"),
                ("Sec-WebSocket-Version", "13"),
                ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                ("Sec-WebSocket-Protocol", "les-billets.v1"), ("Authorization", "Bearer \(token)"),
            ] + offers.map { ("Sec-WebSocket-Extensions", $0) }
        )
    }

    @Test("The first offer that can be met is answered; without one the socket opens all the same")
    func offers() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let matrix: [([String], String?)] = [
                ([], nil),
                (["permessage-deflate"], Self.agreed),
                // As Chromium and Firefox have it.
                (["permessage-deflate; client_max_window_bits"], Self.agreed),
                (
                    ["permessage-deflate; server_max_window_bits=15; client_max_window_bits=12"],
                    Self.agreed + "; server_max_window_bits=15"
                ),
                (["permessage-deflate; server_max_window_bits=8"], nil),
                (["permessage-deflate; server_max_window_bits=8, permessage-deflate"], Self.agreed),
                (["permessage-deflate; x=1", "permessage-deflate"], Self.agreed),
                (["permessage-deflate; client_max_window_bits=99"], nil),
                (["x-webkit-deflate-frame"], nil),
                ([";;,=,\"", "permessage-deflate"], Self.agreed),
                (["\""], nil),
            ]
            for (offers, expected) in matrix {
                let head = try await answer(gateway, token, offers)
                #expect(head.status == 101, "\(offers)")
                #expect(head.headers["sec-websocket-extensions"] == expected, "\(offers)")
                #expect(head.headers["sec-websocket-protocol"] == "les-billets.v1")
                #expect(head.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            }
        }
    }

    @Test("A gateway that does not compress answers no offer, and takes no compressed frame")
    func off() async throws {
        let store = MemoryStore()
        func turnOff(_ configuration: inout GatewayConfiguration) {
            configuration.compression = .off
        }
        try await RunningGateway.run(store: store, configure: turnOff) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let head = try await answer(gateway, token, ["permessage-deflate"])
            #expect(head.status == 101)
            #expect(head.headers["sec-websocket-extensions"] == nil)
            let log = try await TextLog.open(gateway, token: token, offersCompression: true)
            #expect(log.socket.compression == nil)
            log.socket.send(raw: CompressedInputTests.compressed("{}"))
            #expect(await log.readToEnd() == 1002)
        }
    }
}

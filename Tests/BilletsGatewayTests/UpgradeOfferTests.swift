import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import BilletsGateway

@Suite("UpgradeOffer")
struct UpgradeOfferTests {
    /// Returns true if NIO's decoder reads the next request behind one with these fields; nil if it takes them for none.
    private func decoderStops(behind fields: String) throws -> Bool? {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(
            ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
        )
        let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"
        let text = "GET /first HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\(next)"
        guard (try? channel.writeInbound(ByteBuffer(string: text))) != nil else { return nil }
        var paths: [String] = []
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
            if case .head(let head) = part { paths.append(head.uri) }
        }
        _ = try? channel.finish(acceptAlreadyClosed: true)
        return paths == ["/first"]
    }

    private func offer(_ fields: String) throws -> UpgradeOffer {
        var headers = HTTPHeaders()
        for line in fields.split(separator: "\r\n") {
            let field = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            // Blanks before a value are none of it; those behind it come with it.
            let value = field[1].drop { $0 == " " || $0 == "\t" }
            headers.add(name: String(field[0]), value: String(value))
        }
        return UpgradeOffer(headers)
    }

    private static let options = [
        "upgrade", "Upgrade", "UPGRADE", "keep-alive, Upgrade", "Upgrade, keep-alive",
        "keep-alive,upgrade", "a,b , Upgrade ,c", ",,upgrade,,", " upgrade  ", "Upgrade\t",
        "\tUpgrade", "keep-alive,\tUpgrade", "keep-alive, upgrade\t, close", "up grade",
        "upgrade x",
        "x upgrade", "upgrades", "xupgrade", "upgrade-x", "upgrade;q=1", "\"upgrade\"",
        "upgrade,x y",
        "keep-alive", "close", "", "Upgrade, HTTP2-Settings", "close, upgrade", "upgrade,upgrade",
        "http2_settings, upgrade", "upgrade\u{e9}", "é, upgrade", "upgrade/1",
    ]

    @Test("The offer is read as the decoder reads it, or refused", arguments: options)
    func agrees(_ option: String) throws {
        for protocols in ["Upgrade: websocket\r\n", "upgrade: h2c, x\r\n", "Upgrade:\r\n", ""] {
            for order in [true, false] {
                let connection = "Connection: \(option)\r\n"
                let fields = order ? connection + protocols : protocols + connection
                let stops = try decoderStops(behind: fields)
                switch try offer(fields) {
                case .present: #expect(stops == true, "\(fields)")
                case .absent: #expect(stops != true, "\(fields)")
                case .unclear: break
                }
            }
        }
    }

    @Test("Several fields are one list")
    func severalFields() throws {
        let fields = "Connection: keep-alive\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        #expect(try offer(fields) == .present)
        #expect(try decoderStops(behind: fields) == true)
        #expect(try offer("Connection: Upgrade\r\n") == .absent)
        #expect(try offer("Upgrade: websocket\r\n") == .absent)
        #expect(try offer("Upgrade: websocket\r\nConnection: Upgrade\r\n") == .present)
    }
}

import Billets
import BilletsWire

/// Nothing that was not signed with the key is taken from the channel, and what was comes out as it went in.
enum WireEventProperty {
    private static let codec = WireEventCodec(wireKey: Array(repeating: 7, count: 32))

    private static let epoch = Epoch("9bf6c847-0f4e-4a0c-8f0b-3b1a2c3d4e5f")

    static var examples: [[UInt8]] {
        [signed(Array(#"{"type":"TicketUnlocked","revision":13}"#.utf8))].compactMap(\.self)
    }

    static func violation(of bytes: [UInt8]) -> String? {
        // Signed by us only if it is one of the examples, to the byte.
        if let event = try? codec.decode(bytes), codec.encode(event) != bytes {
            return "Two payloads carry the same event: only the form that we write is ours."
        }
        guard let payload = signed(bytes), payload.count <= WireEventCodec.payloadBytesMaximum
        else { return nil }
        guard let back = try? codec.decode(payload) else { return "What was signed is refused." }
        return back.payload == bytes ? nil : "What was signed comes out as something else."
    }

    private static func signed(_ event: [UInt8]) -> [UInt8]? {
        epoch.map { epoch in
            let cursor = Cursor(epoch: epoch, revision: Revision(13))
            return codec.encode(WireEvent(cursor: cursor, payload: event))
        }
    }
}

import Billets
import Crypto
import FoundationEssentials

/// Signs WireEvents for a Redis channel, and takes in only what was signed with the same key.
///
/// A payload is one JSON object, written in exactly this form, so that it is taken apart without being
/// parsed: `{"epoch":UUID,"revision":NUMBER,"signature":64 hexadecimal digits,"event":EVENT}`. The
/// signature is the HMAC-SHA256 (RFC 2104) of epoch, a line feed, revision, a line feed, and the
/// event's bytes.
public struct WireEventCodec: Sendable {
    /// The largest payload that is taken in, in bytes: an event holds a ticket of 16 KiB at most, which
    /// JSON may stretch sixfold.
    public static let payloadBytesMaximum = 256 * 1024

    /// What every signature begins with: the key, taken in once.
    private let keyed: HMAC<SHA256>

    /// The codec of a database.
    ///
    /// - Parameter wireKey: the key that lives in the database, 32 bytes.
    public init(wireKey: [UInt8]) {
        keyed = HMAC(key: SymmetricKey(data: wireKey))
    }

    /// The payload that carries `event`.
    public func encode(_ event: WireEvent) -> [UInt8] {
        let epoch = event.cursor.epoch.description
        let revision = event.cursor.revision.description
        var authentication = authentication(epoch: epoch.utf8, revision: revision.utf8)
        authentication.update(data: event.payload)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(event.payload.count + 200)
        bytes += Self.beforeEpoch
        bytes += epoch.utf8
        bytes += Self.beforeRevision
        bytes += revision.utf8
        bytes += Self.beforeSignature
        bytes += Hexadecimal.digits(of: authentication.finalize())
        bytes += Self.beforeEvent
        bytes += event.payload
        bytes += Self.end
        return bytes
    }

    /// The event that `payload` carries.
    ///
    /// - Throws: `malformed` for anything not of the form above, `forged` if the signature is not
    ///   that of this database's key.
    public func decode(_ payload: [UInt8]) throws(WireEventError) -> WireEvent {
        guard payload.count <= Self.payloadBytesMaximum else { throw .malformed }
        var rest = payload[...]
        try take(Self.beforeEpoch, from: &rest)
        let epochText = rest.prefix(36)
        rest = rest.dropFirst(36)
        try take(Self.beforeRevision, from: &rest)
        let revisionText = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest.dropFirst(revisionText.count)
        try take(Self.beforeSignature, from: &rest)
        let signatureText = rest.prefix(64)
        rest = rest.dropFirst(64)
        try take(Self.beforeEvent, from: &rest)
        guard rest.suffix(Self.end.count).elementsEqual(Self.end),
            let signature = Hexadecimal.bytes(of: signatureText),
            !signatureText.contains(where: (UInt8(ascii: "A")...UInt8(ascii: "F")).contains),
            let epoch = Epoch(String(decoding: epochText, as: UTF8.self)),
            let number = Int64(String(decoding: revisionText, as: UTF8.self))
        else { throw .malformed }
        let event = Array(rest.dropLast(Self.end.count))
        var authentication = authentication(epoch: epochText, revision: revisionText)
        authentication.update(data: event)
        // A MessageAuthenticationCode compares itself with bytes in constant time.
        guard authentication.finalize() == Data(signature) else { throw .forged }
        return WireEvent(
            cursor: Cursor(epoch: epoch, revision: Revision(number)),
            payload: event
        )
    }

    private static let beforeEpoch = Array(#"{"epoch":""#.utf8)
    private static let beforeRevision = Array(#"","revision":"#.utf8)
    private static let beforeSignature = Array(#","signature":""#.utf8)
    private static let beforeEvent = Array(#"","event":"#.utf8)
    private static let end = Array("}".utf8)

    private func take(_ expected: [UInt8], from rest: inout ArraySlice<UInt8>)
        throws(WireEventError)
    {
        guard rest.starts(with: expected) else { throw .malformed }
        rest = rest.dropFirst(expected.count)
    }

    private func authentication(
        epoch: some Collection<UInt8>,
        revision: some Collection<UInt8>
    ) -> HMAC<SHA256> {
        var authentication = keyed
        authentication.update(data: Array(epoch) + [0x0A] + Array(revision) + [0x0A])
        return authentication
    }
}

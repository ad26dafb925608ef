public import Billets

extension WireEvent {
    /// When the change was committed, as its payload says; nil if it says nothing of the kind.
    ///
    /// Read without a decoder, since it is asked for each time that events pass by sockets: `ServerMessage.encoded`
    /// writes `at` third, behind type and revision, which hold no such text.
    public var time: Timestamp? {
        let head = payload.prefix(Self.headBytesMaximum)
        let key = Array(#","at":""#.utf8)
        guard head.count > key.count,
            let start = (0...head.count - key.count).first(where: { head[$0...].starts(with: key) })
        else { return nil }
        let text = payload[(start + key.count)...].prefix(Self.timeBytes)
        return Timestamp(rfc3339: String(decoding: text, as: UTF8.self))
    }

    /// Where `at` begins at the latest: behind the longest type and revision.
    private static let headBytesMaximum = 80

    private static let timeBytes = 24
}

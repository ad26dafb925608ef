/// Tells what a gateway's message is from a few of its bytes: decoding it whole takes a hundred times as long.
///
/// Within JSON's strings every quotation mark has a backslash before it, so `"revision":` can only be a key,
/// and in the messages scanned here there is one such key. What does not look as our gateways write it is left to the
/// decoder.
public enum MessageScanner {
    private static let typeOpening: StaticString = #"{"type":""#
    private static let revisionAtOnce: StaticString = #"","revision":"#
    private static let moreAtEnd: StaticString = #""more":true}"#
    private static let revision = Array(#""revision":"#.utf8)
    private static let version = Array(#","version":"#.utf8)
    private static let requestID = Array(#""requestId":""#.utf8)

    /// The longest name of a type of event, behind `Ticket`.
    private static let nameBytesMaximum = 8

    /// What the message from `start` to `end` is.
    public static func scan(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> ScannedMessage {
        guard end <= bytes.count, ByteSearch.matches(typeOpening, in: bytes, at: start) else {
            return .other
        }
        let name = start + typeOpening.utf8CodeUnitCount
        if ByteSearch.matches("Ticket", in: bytes, at: name) { return event(bytes, name + 6, end) }
        return rare(bytes.extracting(start..<end), typeOpening.utf8CodeUnitCount)
    }

    private static func rare(_ message: Span<UInt8>, _ rest: Int) -> ScannedMessage {
        if ByteSearch.matches(#"Accepted""#, in: message, at: rest) {
            return acceptance(message, rest)
        }
        guard let at = ByteSearch.end(of: revision, in: message, from: rest) else { return .other }
        var index = at
        guard let number = ByteSearch.number(in: message, at: &index) else { return .other }
        if ByteSearch.matches(#"Resumed""#, in: message, at: rest) {
            return .resumed(revision: number)
        }
        if ByteSearch.matches(#"Welcome""#, in: message, at: rest) {
            return .welcome(revision: number)
        }
        if ByteSearch.matches(#"AllTickets""#, in: message, at: rest) {
            let last = message.count - moreAtEnd.utf8CodeUnitCount
            return .snapshot(
                revision: number,
                more: ByteSearch.matches(moreAtEnd, in: message, at: last)
            )
        }
        return .other
    }

    /// The version of the ticket `id`, a UUID as text, in a part of the board; nil if the ticket is not in it.
    public static func version(ofTicket id: String, in bytes: Span<UInt8>) -> Int64? {
        let opening = Array(#"{"id":"\#(id)","number":"#.utf8)
        guard let ticket = ByteSearch.end(of: opening, in: bytes, from: 0),
            var index = ByteSearch.end(of: version, in: bytes, from: ticket)
        else { return nil }
        return ByteSearch.number(in: bytes, at: &index)
    }

    /// The version of the ticket that an event is about; nil if it names none.
    public static func version(in event: Span<UInt8>) -> Int64? {
        guard var index = ByteSearch.end(of: version, in: event, from: 0) else { return nil }
        return ByteSearch.number(in: event, at: &index)
    }

    /// `TicketUpdated","revision":42,…`, the one message of which there are hundreds of thousands a second.
    private static func event(_ bytes: Span<UInt8>, _ name: Int, _ end: Int) -> ScannedMessage {
        var index = name
        let last = min(index + nameBytesMaximum, end)
        while index < last, bytes[index] != UInt8(ascii: "\"") { index += 1 }
        guard ByteSearch.matches(revisionAtOnce, in: bytes, at: index) else { return .other }
        index += revisionAtOnce.utf8CodeUnitCount
        guard let number = ByteSearch.number(in: bytes, at: &index) else { return .other }
        return .event(revision: number)
    }

    private static func acceptance(_ message: Span<UInt8>, _ rest: Int) -> ScannedMessage {
        guard let id = ByteSearch.end(of: requestID, in: message, from: rest),
            let number = CommandNumber(digitsOf: message, at: id),
            var index = ByteSearch.end(of: revision, in: message, from: id),
            let revision = ByteSearch.number(in: message, at: &index)
        else { return .other }
        return .accepted(number, revision: revision)
    }
}

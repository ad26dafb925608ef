import NIOHTTP1

/// The offer of a request to upgrade its connection (RFC 9110, section 7.8), as NIO's decoder sees it: the decoder
/// stops behind such a request, whatever the protocol and the answer (llhttp, "Connection upgrade").
enum UpgradeOffer: Hashable {
    /// There is none: the decoder goes on.
    case absent

    /// There is one: the decoder stops behind the request.
    case present

    /// There may be one, written so that readers may differ: such a request is refused.
    case unclear

    /// Reads the fields `Upgrade` and `Connection`.
    init(_ headers: HTTPHeaders) {
        let protocols = headers["upgrade"]
        guard !protocols.isEmpty else {
            self = .absent
            return
        }
        let options = headers["connection"].flatMap { $0.lowercased().split(separator: ",") }
        guard options.contains(where: { $0.contains("upgrade") }) else {
            self = .absent
            return
        }
        let names = options.map { Self.name(of: $0) }
        if names.contains(nil) {
            self = .unclear
        } else if !names.contains("upgrade") {
            self = .absent
        } else {
            self = protocols.contains("") ? .unclear : .present
        }
    }

    /// An element of `Connection` as llhttp reads it, which takes spaces alone behind a name; nil if it is no token.
    private static func name(of element: Substring) -> Substring? {
        var name = element.drop { $0 == " " || $0 == "\t" }
        while name.last == " " { name.removeLast() }
        let isToken = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isToken ? name : nil
    }
}

import BilletsDeflate

/// permessage-deflate as a handshake settles it (RFC 7692, section 7.1): neither side remembers anything from one
/// message to the next, so that one compression serves every socket, and no socket needs a stream of its own.
struct CompressionAgreement: Hashable {
    /// What the extension is called.
    static let name = "permessage-deflate"

    /// Whether the client asked how far back our messages refer.
    private let isWindowAskedFor: Bool

    /// What is agreed on with a client whose header fields `Sec-WebSocket-Extensions` have these values: the first
    /// offer that can be met; nil if there is none.
    init?(offeredIn fields: [String]) {
        let agreements = ExtensionOffer.offers(in: fields).lazy.compactMap(Self.init)
        guard let first = agreements.first else { return nil }
        self = first
    }

    /// What the server answers in its own `Sec-WebSocket-Extensions`.
    var answer: String {
        let answer = "\(Self.name); server_no_context_takeover; client_no_context_takeover"
        return isWindowAskedFor
            ? answer + "; server_max_window_bits=\(Deflater.windowBits)" : answer
    }

    /// Declines what RFC 7692, section 7.1, says must be declined: unknown parameters, those that stand twice, values
    /// that are none, and what we do not support, which is a smaller window of ours.
    private init?(_ offer: ExtensionOffer) {
        guard offer.name == Self.name else { return nil }
        let names = offer.parameters.map(\.name)
        guard Set(names).count == names.count else { return nil }
        var isWindowAskedFor = false
        for parameter in offer.parameters {
            switch (parameter.name, parameter.value) {
            case ("server_no_context_takeover", nil), ("client_no_context_takeover", nil): break
            // We can inflate whatever window the client uses.
            case ("client_max_window_bits", nil): break
            case ("client_max_window_bits", let value?):
                guard Self.windowBits(value) != nil else { return nil }
            case ("server_max_window_bits", let value?):
                guard let bits = Self.windowBits(value), bits >= Deflater.windowBits else {
                    return nil
                }
                isWindowAskedFor = true
            default: return nil
            }
        }
        self.isWindowAskedFor = isWindowAskedFor
    }

    /// 8 to 15, without leading zeros (RFC 7692, section 7.1.2).
    private static func windowBits(_ text: String) -> Int? {
        (8...15).first { String($0) == text }
    }
}

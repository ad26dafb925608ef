import NIOHTTP1

extension ConnectionLimits {
    /// Why a request with this head is refused; nil if nothing speaks against it.
    func refusal(of head: HTTPRequestHead) -> RequestRefusal? {
        if head.uri.utf8.count > urlBytesMaximum { return .urlTooLong }
        var fieldBytes = 0
        for field in head.headers { fieldBytes += field.name.utf8.count + field.value.utf8.count }
        if fieldBytes > fieldBytesMaximum || head.headers.count > fieldsMaximum {
            return .headTooLarge
        }
        if head.method == .CONNECT { return .methodNotAllowed }
        guard Self.isPlainTarget(head), Self.hasOneHost(head),
            UpgradeOffer(head.headers) != .unclear
        else { return .malformed }
        return bodyRefusal(head)
    }

    /// How the decoder is to be set up, so that whatever it refuses by itself is over a limit here.
    var decoderLimits: NIOHTTPDecoderLimitConfiguration {
        var decoder = NIOHTTPDecoderLimitConfiguration()
        decoder.maxHeaderFieldSize = max(urlBytesMaximum, fieldBytesMaximum)
        decoder.maxHeaderListSize = urlBytesMaximum + fieldBytesMaximum
        decoder.maxHeaderFieldCount = fieldsMaximum
        return decoder
    }

    /// A path of this server (RFC 9112, section 3.2): `/…`, its absolute form, or `*`.
    private static func isPlainTarget(_ head: HTTPRequestHead) -> Bool {
        head.uri.hasPrefix("/") || head.uri.hasPrefix("http://") || head.uri.hasPrefix("https://")
            || (head.uri == "*" && head.method == .OPTIONS)
    }

    /// RFC 9112, section 3.2: HTTP/1.1 names one host, and nobody names two.
    private static func hasOneHost(_ head: HTTPRequestHead) -> Bool {
        let hosts = head.headers["host"]
        guard let host = hosts.first else { return head.version == .http1_0 }
        return hosts.count == 1
            && host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"/\\?#@,".utf8.contains($0) }
    }

    /// RFC 9112, section 6.3: how long the body is must be said in one way; a request that says it in two is how
    /// one request is hidden in another.
    private func bodyRefusal(_ head: HTTPRequestHead) -> RequestRefusal? {
        let lengths = head.headers["content-length"]
        let codings = head.headers["transfer-encoding"]
        if !codings.isEmpty {
            let isChunked = codings.count == 1 && codings.first?.lowercased() == "chunked"
            return isChunked && lengths.isEmpty && head.version != .http1_0 ? nil : .malformed
        }
        guard let length = lengths.first else { return nil }
        guard lengths.count == 1, !length.isEmpty,
            length.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return .malformed }
        // A number that is too large for an Int is too large for a body.
        return (Int(length) ?? .max) > bodyBytesMaximum ? .bodyTooLarge : nil
    }
}

import Billets
import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Something that is served as it is, and asked for again only when it has changed.
struct Document: Sendable {
    private let bytes: ByteBuffer
    private let compressed: ByteBuffer?
    private let mediaType: String
    private let tag: String

    /// The document that these bytes are; `compressed` is the same, as gzip has it.
    init(_ bytes: [UInt8], compressed: [UInt8]? = nil, mediaType: String) {
        self.bytes = ByteBuffer(bytes: bytes)
        self.compressed = compressed.map { ByteBuffer(bytes: $0) }
        self.mediaType = mediaType
        let digest = SHA256.hash(data: bytes).prefix(16)
        tag = "\"" + String(decoding: Hexadecimal.digits(of: digest), as: UTF8.self) + "\""
    }

    /// The document, or that it has not changed (RFC 9110, section 13.1.2).
    func response(to request: Request) -> Response {
        var response = body(for: request)
        let known = request.headers[values: .ifNoneMatch].joined(separator: ",")
        if known == "*" || known.split(separator: ",").contains(where: { $0.contains(tag) }) {
            response = Response(status: .notModified)
        }
        response.headers[.eTag] = tag
        response.headers[.cacheControl] = "no-cache"
        if compressed != nil { response.headers[.vary] = "Accept-Encoding" }
        return response
    }

    private func body(for request: Request) -> Response {
        let accepted = request.headers[values: .acceptEncoding].joined(separator: ",").lowercased()
        guard let compressed, accepted.contains("gzip"), !accepted.contains("gzip;q=0") else {
            let body = ResponseBody(byteBuffer: bytes)
            return Response(status: .ok, headers: [.contentType: mediaType], body: body)
        }
        return Response(
            status: .ok,
            headers: [.contentType: mediaType, .contentEncoding: "gzip"],
            body: ResponseBody(byteBuffer: compressed)
        )
    }
}

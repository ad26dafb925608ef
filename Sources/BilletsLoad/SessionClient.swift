import AsyncHTTPClient
import BilletsWire
import NIOCore
import NIOHTTP1

/// Speaks to a gateway over HTTP: logs in and out, and asks how it is.
public struct SessionClient: Sendable {
    /// The answer to a request.
    public struct Answer: Hashable, Sendable {
        /// The HTTP status.
        public let status: Int

        /// The headers, by name in lower case; the last of each.
        public let headers: [String: String]

        /// The body, as text.
        public let body: String
    }

    /// The largest body that is taken in, in bytes.
    public static let bodyBytesMaximum = 16 * 1024 * 1024

    private let url: String
    private let patience: Duration

    /// A client of the gateway, or balancer, at `url`: `http://HOST:PORT`; it waits so long for an answer.
    public init(url: String, patience: Duration = .seconds(30)) {
        self.url = url
        self.patience = patience
    }

    /// Sends a request.
    ///
    /// - Throws: what AsyncHTTPClient throws if there is no answer.
    public func request(
        _ method: String,
        _ path: String,
        token: String? = nil,
        headers: [(String, String)] = [],
        body: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = .init(rawValue: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: TimeAmount(patience))
        let bytes = try await response.body.collect(upTo: Self.bodyBytesMaximum)
        let pairs = response.headers.map { ($0.name.lowercased(), $0.value) }
        return Answer(
            status: Int(response.status.code),
            headers: Dictionary(pairs) { _, last in last },
            body: String(buffer: bytes)
        )
    }
}

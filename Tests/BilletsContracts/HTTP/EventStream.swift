import AsyncHTTPClient
import BilletsLoad
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// The events of a server as a client follows them that knows nothing but Server-Sent Events.
final class EventStream {
    /// One event.
    struct Event {
        /// Its id, `EPOCH:REVISION`.
        let id: String

        /// The revision in its id.
        let revision: Int

        /// Its data.
        let data: JSONObject
    }

    /// How many bytes are read for one event, at most.
    static let bytesMaximum = 1 << 20

    /// Invariant: the stream is not Sendable, so that one task at a time asks for the next chunk.
    private nonisolated(unsafe) var chunks: HTTPClientResponse.Body.AsyncIterator
    private var text = ""

    private init(_ body: HTTPClientResponse.Body) {
        chunks = body.makeAsyncIterator()
    }

    /// Opens a stream as the agent, and closes it after `body`.
    static func follow(
        _ api: HTTPUnderTest,
        query: String,
        headers: [(String, String)] = [],
        _ body: (EventStream) async throws -> Void
    ) async throws {
        var request = HTTPClientRequest(url: api.url + "/api/events" + query)
        request.headers.add(name: "Authorization", value: "Bearer \(api.agent.token)")
        request.headers.add(name: "Accept", value: "text/event-stream")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(
            request,
            timeout: TimeAmount(HTTPUnderTest.patience)
        )
        #expect(response.status == .ok)
        #expect(response.headers.first(name: "content-type") == "text/event-stream")
        try await body(EventStream(response.body))
    }

    /// The next event; comments and the like are passed over.
    func next() async throws -> Event {
        while true {
            while let end = text.firstRange(of: "\n\n") {
                let block = text[..<end.lowerBound]
                text = String(text[end.upperBound...])
                let lines = block.split(separator: "\n")
                let id = lines.first { $0.hasPrefix("id: ") }?.dropFirst(4)
                let data = lines.first { $0.hasPrefix("data: ") }?.dropFirst(6)
                guard let id, let data else { continue }
                let parts = id.split(separator: ":", omittingEmptySubsequences: false)
                try #require(parts.count == 2, "an epoch and a revision in \(id)")
                let revision = try #require(Int(parts[1]), "a revision in \(id)")
                let value = try JSONSerialization.jsonObject(with: Data(data.utf8))
                return Event(id: String(id), revision: revision, data: try JSONObject(value))
            }
            let chunk = try #require(try await chunks.next(), "the stream has ended")
            text += String(buffer: chunk)
            try #require(text.utf8.count <= Self.bytesMaximum)
        }
    }
}

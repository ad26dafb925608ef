import Billets
import BilletsWire
import HTTPTypes
import Hummingbird
import NIOCore

/// A request to a route, as the route reads it.
struct RouteRequest: Sendable {
    /// What came over the wire.
    let request: Request

    /// The parameters of the path, by name.
    let parameters: Parameters

    /// Who sent it, from where.
    let client: ClientConnection

    /// The channel that it came over.
    let channel: any Channel

    /// The largest body, in bytes.
    let bodyBytesMaximum: Int

    /// Returns false if the sender's session has ended since the request began.
    var isAdmitted: @Sendable () -> Bool = { true }

    /// What stands behind the question mark.
    var query: QueryParameters {
        QueryParameters(request.uri.queryParameters)
    }

    /// The id in the path; `Problem` 404 if it is none, since nothing has such a name.
    func identifier<Subject>(of subject: String) throws(Problem) -> Identifier<Subject> {
        guard let text = parameters.get("id"), let id = Identifier<Subject>(text) else {
            throw Problem(
                Rejection(.notFound, "There is no such \(subject): its id is a UUID, in the path.")
            )
        }
        return id
    }

    /// The intent that the request carries out, from its header `Idempotency-Key`: a UUID, which may
    /// stand in quotes; nil without one.
    func idempotencyKey() throws(Problem) -> Billets.RequestID? {
        guard let text = try header("Idempotency-Key") else { return nil }
        let isQuoted = text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
        guard let id = Billets.RequestID(isQuoted ? String(text.dropFirst().dropLast()) : text)
        else {
            throw Problem(malformed: "The header Idempotency-Key must be a UUID.")
        }
        return id
    }

    /// The last event that the client of a stream has seen, from its header `Last-Event-ID`; nil without one.
    ///
    /// - Throws: `Problem` 400 if it is no id, also where nobody would look at it.
    func lastEventID() throws(Problem) -> EventPosition? {
        guard let text = try header("Last-Event-ID") else { return nil }
        guard let position = EventPosition(text) else {
            throw Problem(
                malformed:
                    "Last-Event-ID must be the id of an event, EPOCH:REVISION, or a revision."
            )
        }
        return position
    }

    /// The value of a header that may be sent once; nil if it was not.
    func header(_ name: String) throws(Problem) -> String? {
        guard let name = HTTPField.Name(name) else { return nil }
        let values = request.headers[values: name]
        guard values.count <= 1 else {
            throw Problem(malformed: "The header \(name.rawName) may be sent once.")
        }
        return values.first
    }

    /// What `read` makes of the body.
    ///
    /// - Throws: `Problem` 400 if it cannot be read, 413 if it is too large, 401 if the session has ended while it came.
    func body<Value>(_ read: ([UInt8]) throws(Rejection) -> Value) async throws -> Value {
        if request.headers.contains(.expect) {
            channel.triggerUserOutboundEvent(RequestBodyWanted(), promise: nil)
        }
        let bytes = try await request.body.collect(upTo: bodyBytesMaximum)
        guard isAdmitted() else { throw Problem.unauthorized }
        do {
            return try read(Array(bytes.readableBytesView))
        } catch {
            throw error.code == .invalidMessage
                ? Problem(malformed: error.message) : Problem(error)
        }
    }
}

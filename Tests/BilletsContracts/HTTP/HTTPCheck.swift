public import Testing

/// One sentence about the HTTP API, and how to see whether a server keeps it.
public struct HTTPCheck: Sendable {
    /// The sentence.
    public let name: String

    private let body: @Sendable (HTTPUnderTest) async throws -> Void

    /// A check by this name.
    init(_ name: String, _ body: @escaping @Sendable (HTTPUnderTest) async throws -> Void) {
        self.name = name
        self.body = body
    }

    /// Looks whether `server` keeps the sentence, among whatever else happens there.
    public func run(_ server: HTTPUnderTest) async throws {
        try await body(server)
    }
}

extension HTTPCheck: CustomTestStringConvertible {
    /// The sentence.
    public var testDescription: String {
        name
    }
}

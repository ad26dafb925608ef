public import Testing

/// One sentence about stores, and how to see whether a store keeps it.
public struct StoreCheck: Sendable {
    /// The sentence.
    public let name: String

    private let body: @Sendable (StoreUnderTest) async throws -> Void

    /// A check by this name.
    init(_ name: String, _ body: @escaping @Sendable (StoreUnderTest) async throws -> Void) {
        self.name = name
        self.body = body
    }

    /// Looks whether `store` keeps the sentence; it is used up afterwards.
    public func run(_ store: StoreUnderTest) async throws {
        try await body(store)
    }
}

extension StoreCheck: CustomTestStringConvertible {
    /// The sentence.
    public var testDescription: String {
        name
    }
}

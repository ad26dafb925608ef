import NIOCore

/// The way to a `LoadLoop` from outside of its event loop.
struct LoadLoopReference: Sendable {
    /// The event loop.
    let eventLoop: any EventLoop

    private let loop: NIOLoopBound<LoadLoop>

    /// Makes a loop's `LoadLoop`.
    static func make(
        on eventLoop: any EventLoop,
        gate: LoadGate,
        measuredTest: MeasuredTest,
        handshakesMaximum: Int,
        patience: Double
    ) async throws -> LoadLoopReference {
        try await eventLoop.submit {
            let loop = LoadLoop(
                on: eventLoop,
                gate: gate,
                measuredTest: measuredTest,
                handshakesMaximum: handshakesMaximum,
                patience: patience
            )
            return LoadLoopReference(
                eventLoop: eventLoop,
                loop: NIOLoopBound(loop, eventLoop: eventLoop)
            )
        }.get()
    }

    /// Does `body` on the event loop.
    func perform<Output: Sendable>(
        _ body: @escaping @Sendable (LoadLoop) throws -> Output
    ) async throws -> Output {
        try await eventLoop.submit { try body(loop.value) }.get()
    }

    /// Does `body` on the event loop, and waits for what it promises.
    func wait(
        for body: @escaping @Sendable (LoadLoop) -> EventLoopFuture<Void>
    ) async throws {
        try await eventLoop.flatSubmit { body(loop.value) }.get()
    }
}

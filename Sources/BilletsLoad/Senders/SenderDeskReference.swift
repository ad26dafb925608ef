import NIOCore

/// The way to a `SenderDesk` from outside of its event loop, which it lives as long as this.
struct SenderDeskReference: Sendable {
    private let eventLoop: any EventLoop
    private let desk: NIOLoopBound<SenderDesk>

    /// The way to `desk` on `eventLoop`.
    init(_ desk: SenderDesk, on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        self.desk = NIOLoopBound(desk, eventLoop: eventLoop)
    }

    /// Does `body` on the event loop.
    func perform<Output: Sendable>(
        _ body: @escaping @Sendable (SenderDesk) -> Output
    ) async throws -> Output {
        try await eventLoop.submit { body(desk.value) }.get()
    }

    /// Does `body` on the event loop, and waits for what it promises, at most `patience` seconds.
    ///
    /// - Throws: `failure` after that; and what was promised fails with.
    func wait(
        patience: Double,
        orThrow failure: LoadFailure,
        for body: @escaping @Sendable (SenderDesk) -> EventLoopFuture<Void>
    ) async throws {
        let promise = eventLoop.makePromise(of: Void.self)
        let alarm = eventLoop.scheduleTask(in: .nanoseconds(Int64(patience * 1e9))) {
            promise.fail(failure)
        }
        eventLoop.flatSubmit { body(desk.value) }.cascade(to: promise)
        promise.futureResult.whenComplete { _ in alarm.cancel() }
        try await promise.futureResult.get()
    }
}

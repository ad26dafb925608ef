import NIOCore
import Synchronization

/// The channel on which Hummingbird serves the requests of a connection.
///
/// `NIOAsyncChannel` cannot be removed from the pipeline that it was added to, and Hummingbird's task lives until its
/// channel is closed. On a channel of their own both end with an upgrade, while the connection goes on. Reads and
/// writes pass through to the connection's `UpgradeHandler`; nothing is buffered here.
///
/// Invariant: everything mutable is touched on the event loop alone, but `isOpen`, which is atomic; that is why the
/// class is Sendable without the compiler's proof.
final class HTTPChildChannel: Channel, ChannelCore, @unchecked Sendable {
    private let connection: any Channel
    private let closePromise: EventLoopPromise<Void>
    private let isOpen = Atomic(true)
    private var handler: UpgradeHandler?

    /// The handlers that Hummingbird needs; `init` makes it on the event loop.
    private(set) lazy var pipeline = ChannelPipeline(channel: self)

    /// An open channel whose reads and writes are those of `handler` in the pipeline of `connection`.
    init(of connection: any Channel, through handler: UpgradeHandler) {
        self.connection = connection
        self.handler = handler
        closePromise = connection.eventLoop.makePromise()
        _ = pipeline
    }

    /// Closes the channel and leaves the connection open.
    func end() {
        guard handler != nil else { return }
        handler = nil
        isOpen.store(false, ordering: .releasing)
        pipeline.syncOperations.fireChannelInactive()
        // A handler may be at work further up the stack.
        eventLoop.execute {
            self.removeHandlers(pipeline: self.pipeline)
            self.closePromise.succeed()
        }
    }
}

// MARK: Channel

extension HTTPChildChannel {
    var allocator: ByteBufferAllocator { connection.allocator }
    var eventLoop: any EventLoop { connection.eventLoop }
    var closeFuture: EventLoopFuture<Void> { closePromise.futureResult }
    var localAddress: SocketAddress? { connection.localAddress }
    var remoteAddress: SocketAddress? { connection.remoteAddress }
    var parent: (any Channel)? { connection }
    var isWritable: Bool { connection.isWritable }
    var isActive: Bool { isOpen.load(ordering: .acquiring) && connection.isActive }
    // swift-format-ignore: NoLeadingUnderscores, the name is the protocol's
    var _channelCore: any ChannelCore { self }

    func setOption<Option: ChannelOption>(
        _ option: Option,
        value: Option.Value
    ) -> EventLoopFuture<Void> {
        connection.setOption(option, value: value)
    }

    func getOption<Option: ChannelOption>(_ option: Option) -> EventLoopFuture<Option.Value> {
        connection.getOption(option)
    }
}

// MARK: ChannelCore

extension HTTPChildChannel {
    func localAddress0() throws -> SocketAddress {
        guard let localAddress else { throw ChannelError.unknownLocalAddress }
        return localAddress
    }

    func remoteAddress0() throws -> SocketAddress {
        guard let remoteAddress else { throw ChannelError.operationUnsupported }
        return remoteAddress
    }

    func register0(promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.operationUnsupported)
    }

    func registerAlreadyConfigured0(promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.operationUnsupported)
    }

    func bind0(to: SocketAddress, promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.operationUnsupported)
    }

    func connect0(to: SocketAddress, promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.operationUnsupported)
    }

    func write0(_ data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let handler else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        handler.write(data, promise: promise)
    }

    func flush0() {
        handler?.flush()
    }

    func read0() {
        handler?.read()
    }

    func close0(error: any Error, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard let handler else {
            promise?.fail(ChannelError.alreadyClosed)
            return
        }
        handler.close(mode: mode, promise: promise)
    }

    func triggerUserOutboundEvent0(_ event: Any, promise: EventLoopPromise<Void>?) {
        guard let handler else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        handler.trigger(event, promise: promise)
    }

    /// Does nothing: what comes out of the pipeline's end has been read before it.
    func channelRead0(_ data: NIOAny) {}

    /// Does nothing: `NIOAsyncChannel` has told Hummingbird of the error.
    func errorCaught0(error: any Error) {}
}

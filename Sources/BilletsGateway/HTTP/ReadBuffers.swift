import NIOCore

/// What a connection reads into.
///
/// NIO keeps the buffers of a connection as long as it lives, and they never become smaller: with its defaults 2 KiB for
/// each socket that asked once and then listens.
enum ReadBuffers {
    /// How many bytes the first read of a connection takes at most: the handshake of most programs.
    private static let initialBytes = 512

    /// How many bytes one read takes at most, of a client that sends much.
    private static let bytesMaximum = 65_536

    /// Lets a new connection begin with a small buffer, which grows as long as reads fill it.
    static func beginSmall(on channel: any Channel) throws {
        let allocator = AdaptiveRecvByteBufferAllocator(
            minimum: 64,
            initial: initialBytes,
            maximum: bytesMaximum
        )
        try channel.syncOptions?.setOption(.recvAllocator, value: allocator)
    }

    /// Lets a connection that has become a socket keep its first buffer alone, whatever its handshake needed; one read at a
    /// time is enough for it, for the loop comes back as long as there is more.
    static func keepOne(of channel: any Channel) throws {
        try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
    }
}

import Billets
package import BilletsWire
package import NIOCore

/// A page of the store, framed for sockets that are behind.
package struct CatchUpPage: Sendable {
    /// Where the database stood.
    let latest: Cursor

    /// The oldest change that is still kept.
    let oldestRetained: Revision

    /// The changes; nil if there was none.
    let batch: FrameBatch?

    /// Frames what the store told.
    package init(
        _ page: EventPage,
        allocator: ByteBufferAllocator,
        compressor: FrameCompressor? = nil
    ) {
        latest = page.latest
        oldestRetained = page.oldestRetained
        batch = FrameBatch(page.events, allocator: allocator, compressor: compressor)
    }
}

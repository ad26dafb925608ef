import CZlib

/// Compresses messages, each by itself, in the form of RFC 7692, section 7.2.1: raw DEFLATE (RFC 1951) that ends
/// on a byte, without the four bytes at which every such end looks the same.
///
/// One zlib stream serves message after message: nothing of one is remembered for the next. It belongs to one
/// thread at a time, and takes 270 KiB and as many bytes as its largest message has.
@safe public final class Deflater {
    /// How hard it looks for what repeats itself.
    public enum Effort: Sendable {
        /// As little as possible: for what is waited for.
        case quick

        /// Some more, which pays for large messages.
        case thorough

        fileprivate var level: Int32 {
            switch self {
            case .quick: 1
            case .thorough: 6
            }
        }
    }

    /// How far back what it makes refers, as a power of two: whoever inflates needs no larger window.
    public static let windowBits = 15

    /// zlib's `memLevel`, the usual one: a smaller one is no quicker to begin anew with, and worse for large messages.
    private static let memoryLevel: Int32 = 8

    private let stream: UnsafeMutablePointer<z_stream>
    private var output: [UInt8] = []

    /// A stream for messages.
    public init(_ effort: Effort = .quick) {
        // zlib knows a stream by its address: it must not move.
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status = unsafe deflateInit2_(
            stream,
            effort.level,
            Z_DEFLATED,
            -Int32(Self.windowBits),
            Self.memoryLevel,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        // zlib.h: it fails for want of memory, where Swift gives up as well, or as another library than was built for.
        precondition(status == Z_OK, "zlib does not begin to deflate: \(status)")
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// Compresses a message.
    ///
    /// - Returns: what goes over the wire; nil if that would not be shorter than the message.
    public func deflate(_ message: [UInt8]) -> ArraySlice<UInt8>? {
        guard let available = UInt32(exactly: message.count + RawDeflate.tail.count) else {
            return nil
        }
        if output.count < Int(available) { output = [UInt8](repeating: 0, count: Int(available)) }
        unsafe deflateReset(stream)
        let written = unsafe message.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { room in
                // zlib only reads from `next_in`, whose type has no const.
                unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.pointee.avail_in = UInt32(input.count)
                unsafe stream.pointee.next_out = room.baseAddress
                unsafe stream.pointee.avail_out = available
                // zlib.h: a flush is complete when room is left.
                let status = unsafe CZlib.deflate(stream, Z_SYNC_FLUSH)
                let rest = unsafe stream.pointee.avail_out
                return status == Z_OK && rest > 0 ? Int(available - rest) : 0
            }
        }
        let length = written - RawDeflate.tail.count
        return length > 0 ? output[..<length] : nil
    }
}

import CZlib

/// Inflates compressed messages, each by itself, as RFC 7692, section 7.2.2, has it; never more than so many bytes,
/// however few it takes to ask for them.
///
/// One zlib stream serves message after message, of whomever they are: none can look back into another one. It
/// belongs to one thread at a time, and takes 40 KiB and up to four times as many bytes as its largest message had.
@safe public final class Inflater {
    /// Why a message cannot be inflated.
    public enum Failure: Error, Hashable {
        /// It holds more bytes than a message may have.
        case tooLarge

        /// It is no DEFLATE, or breaks off.
        case invalid
    }

    /// Where inflating has come to.
    private enum Progress {
        case rests(isBetweenBlocks: Bool)
        case failed(Failure)
    }

    /// The largest window there is, as a power of two: a client may use it all.
    private static let windowBits: Int32 = 15

    /// What `data_type` says of a stream that rests (zlib.h, at `inflate`): 128 between blocks, and how many bits of
    /// the last byte are not used yet.
    private static let betweenBlocks: Int32 = 128

    /// How much room there is for the first message, in bytes.
    private static let firstRoom = 4096

    private let stream: UnsafeMutablePointer<z_stream>

    /// One byte more than a message may have tells one that is too large from one that just fits.
    private let roomMaximum: Int
    private var output: [UInt8]

    /// A stream for messages of at most `messageBytesMaximum` bytes.
    public init(messageBytesMaximum: Int) {
        roomMaximum = min(messageBytesMaximum, Int(UInt32.max) - 1) + 1
        output = [UInt8](repeating: 0, count: min(Self.firstRoom, roomMaximum))
        // zlib knows a stream by its address: it must not move.
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status = unsafe inflateInit2_(
            stream,
            -Self.windowBits,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        // zlib.h: it fails for want of memory, where Swift gives up as well, or as another library than was built for.
        precondition(status == Z_OK, "zlib does not begin to inflate: \(status)")
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// Inflates what came over the wire for one message; of nothing at all, as some peers send it, comes nothing.
    public func inflate(_ message: [UInt8]) throws(Failure) -> [UInt8] {
        guard !message.isEmpty else { return [] }
        while true {
            do throws(Failure) {
                return try inflateIntoRoom(message)
            } catch {
                guard error == .tooLarge, output.count < roomMaximum else { throw error }
                output = [UInt8](repeating: 0, count: min(output.count * 4, roomMaximum))
            }
        }
    }

    /// Inflates a message, unless it needs more room than there is.
    private func inflateIntoRoom(_ message: [UInt8]) throws(Failure) -> [UInt8] {
        unsafe inflateReset(stream)
        let (progress, length) = unsafe output.withUnsafeMutableBufferPointer { room in
            unsafe stream.pointee.next_out = room.baseAddress
            unsafe stream.pointee.avail_out = UInt32(room.count)
            var progress = unsafe message.withUnsafeBufferPointer { unsafe take($0) }
            if case .rests = progress {
                progress = unsafe RawDeflate.tail.withUnsafeBufferPointer { unsafe take($0) }
            }
            return (progress, room.count - Int(unsafe stream.pointee.avail_out))
        }
        switch progress {
        case .rests(isBetweenBlocks: true): return Array(output[..<length])
        case .rests(isBetweenBlocks: false): throw .invalid
        case .failed(let failure): throw failure
        }
    }

    /// Inflates all of `input`, unless that is too much.
    private func take(_ input: UnsafeBufferPointer<UInt8>) -> Progress {
        guard let available = UInt32(exactly: input.count) else { return .failed(.tooLarge) }
        // zlib only reads from `next_in`, whose type has no const.
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.pointee.avail_in = available
        // Every round but the last ends with a final block, for which it takes a byte at least.
        for _ in 0...input.count {
            let status = unsafe CZlib.inflate(stream, Z_SYNC_FLUSH)
            guard unsafe stream.pointee.avail_out > 0 else { return .failed(.tooLarge) }
            let isConsumed = unsafe stream.pointee.avail_in == 0
            switch status {
            case Z_STREAM_END:
                // RFC 7692, section 7.2.3.4: a block may call itself the final one, and others follow.
                unsafe inflateReset(stream)
                if isConsumed { return .rests(isBetweenBlocks: true) }
            case Z_OK where isConsumed, Z_BUF_ERROR where isConsumed:
                let place = unsafe stream.pointee.data_type
                return .rests(isBetweenBlocks: place == Self.betweenBlocks)
            default:
                return .failed(.invalid)
            }
        }
        return .failed(.invalid)
    }
}

import CZlib

/// Compresses what is served as a whole, once: gzip (RFC 1952), as `Content-Encoding` names it.
public enum Gzip {
    /// zlib.h: 15 bits of window, and 16 more for a gzip header.
    private static let windowBits: Int32 = 15 + 16

    /// `bytes`, compressed as well as zlib can; nil if there is no memory for it.
    @safe public static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        guard let count = UInt32(exactly: bytes.count) else { return nil }
        var stream = unsafe z_stream()
        let began = unsafe deflateInit2_(
            &stream,
            Z_BEST_COMPRESSION,
            Z_DEFLATED,
            windowBits,
            MAX_MEM_LEVEL,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard began == Z_OK else { return nil }
        defer { unsafe deflateEnd(&stream) }
        let bound = unsafe Int(deflateBound(&stream, uLong(count)))
        let written = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bound) { output in
                // zlib only reads from `next_in`, whose type has no const.
                unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.avail_in = count
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(bound)
                guard unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END else { return [UInt8]() }
                return unsafe Array(output.prefix(Int(stream.total_out)))
            }
        }
        return written.isEmpty ? nil : written
    }
}

/// Cuts the bytes that a Redis sends into its replies (RESP2: https://redis.io/docs/latest/develop/reference/protocol-spec/).
///
/// What is no RESP passes as it is, from there on.
public struct RESPSplitter: Sendable {
    /// The largest reply that is waited for, in bytes.
    public static let replyBytesMaximum = 64 * 1024 * 1024

    /// How deep arrays may stand in arrays.
    public static let depthMaximum = 8

    private enum Piece {
        case ends(Int)
        case incomplete
        case foreign
    }

    private var pending: [UInt8] = []
    private var isForeign = false

    /// A splitter before the first byte.
    public init() {}

    /// The replies that are whole now, each with all its bytes.
    public mutating func take(_ bytes: [UInt8]) -> [[UInt8]] {
        guard !isForeign else { return [bytes] }
        pending += bytes
        var replies: [[UInt8]] = []
        var start = 0
        reading: while start < pending.count {
            switch end(from: start, depth: 0) {
            case .ends(let end):
                replies.append(Array(pending[start..<end]))
                start = end
            case .incomplete where pending.count - start <= Self.replyBytesMaximum:
                break reading
            case .incomplete, .foreign:
                isForeign = true
                replies.append(Array(pending[start...]))
                start = pending.count
            }
        }
        pending.removeFirst(start)
        return replies
    }

    /// Where the value ends that begins at `start`.
    private func end(from start: Int, depth: Int) -> Piece {
        guard depth < Self.depthMaximum else { return .foreign }
        guard let lineEnd = pending[start...].firstIndex(of: UInt8(ascii: "\n")) else {
            return .incomplete
        }
        let content = String(
            decoding: pending[(start + 1)..<max(start + 1, lineEnd - 1)],
            as: UTF8.self
        )
        switch pending[start] {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ":"):
            return .ends(lineEnd + 1)
        case UInt8(ascii: "$"):
            guard let count = Int(content), count <= Self.replyBytesMaximum else { return .foreign }
            let end = count < 0 ? lineEnd + 1 : lineEnd + 1 + count + 2
            return end <= pending.count ? .ends(end) : .incomplete
        case UInt8(ascii: "*"):
            guard let count = Int(content), count <= Self.replyBytesMaximum else { return .foreign }
            return elementsEnd(count, from: lineEnd + 1, depth: depth)
        default:
            return .foreign
        }
    }

    private func elementsEnd(_ count: Int, from start: Int, depth: Int) -> Piece {
        var position = start
        for _ in 0..<max(0, count) {
            guard position < pending.count else { return .incomplete }
            let piece = end(from: position, depth: depth + 1)
            guard case .ends(let end) = piece else { return piece }
            position = end
        }
        return .ends(position)
    }
}

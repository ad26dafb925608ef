/// Splits bytes, as they come from a pipe, into lines.
struct LineBuffer: Sendable {
    private let lineBytesMaximum: Int
    private var rest: [UInt8] = []

    /// A buffer of lines with at most so many bytes.
    init(lineBytesMaximum: Int) {
        self.lineBytesMaximum = lineBytesMaximum
    }

    /// Takes in bytes.
    ///
    /// - Returns: the lines that are whole now, without their ends.
    /// - Throws: a `Complaint` if a line is too long.
    mutating func append(_ bytes: [UInt8]) throws -> [[UInt8]] {
        rest += bytes
        var lines: [[UInt8]] = []
        var start = rest.startIndex
        // The earlier bytes hold no end of a line.
        var search = max(0, rest.count - bytes.count)
        while let end = rest[search...].firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(Array(rest[start..<end]))
            start = end + 1
            search = start
        }
        rest.removeFirst(start)
        guard rest.count <= lineBytesMaximum else {
            throw Complaint("A line is longer than \(lineBytesMaximum) bytes.")
        }
        return lines
    }
}

/// A file that the board's page loads.
public struct BoardFile: Sendable {
    /// What it holds: UTF-8.
    public let bytes: [UInt8]

    /// What it is (RFC 9110, section 8.3).
    public let mediaType: String

    /// A file of these bytes.
    public init(bytes: [UInt8], mediaType: String) {
        self.bytes = bytes
        self.mediaType = mediaType
    }

    /// A module, or a script.
    static func script(_ bytes: [UInt8]) -> BoardFile {
        BoardFile(bytes: code(in: bytes), mediaType: "text/javascript; charset=utf-8")
    }

    /// A style sheet.
    static func style(_ bytes: [UInt8]) -> BoardFile {
        BoardFile(bytes: code(in: bytes), mediaType: "text/css; charset=utf-8")
    }

    /// A script or a style sheet without the comments that stand on lines of their own, and without empty lines: a
    /// fifth of all that a first visit would load is for whoever reads the source.
    ///
    /// No text in those files spans lines, so that a line which begins like a comment is one.
    package static func code(in source: [UInt8]) -> [UInt8] {
        var isComment = false
        var code: [UInt8] = []
        code.reserveCapacity(source.count)
        for line in source.split(separator: UInt8(ascii: "\n")) {
            let text = line.drop { $0 == UInt8(ascii: " ") }
            if !isComment && text.starts(with: Array("/*".utf8)) { isComment = true }
            if isComment {
                isComment = !text.reversed().drop { $0 == UInt8(ascii: " ") }
                    .starts(with: Array("/*".utf8))
                continue
            }
            guard !text.isEmpty, !text.starts(with: Array("//".utf8)) else { continue }
            code += line
            code.append(UInt8(ascii: "\n"))
        }
        return code
    }

    /// A picture.
    static func picture(_ bytes: [UInt8]) -> BoardFile {
        BoardFile(bytes: bytes, mediaType: "image/svg+xml")
    }
}

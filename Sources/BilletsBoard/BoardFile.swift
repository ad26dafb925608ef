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
        BoardFile(bytes: bytes, mediaType: "text/javascript; charset=utf-8")
    }

    /// A style sheet.
    static func style(_ bytes: [UInt8]) -> BoardFile {
        BoardFile(bytes: bytes, mediaType: "text/css; charset=utf-8")
    }

    /// A picture.
    static func picture(_ bytes: [UInt8]) -> BoardFile {
        BoardFile(bytes: bytes, mediaType: "image/svg+xml")
    }
}

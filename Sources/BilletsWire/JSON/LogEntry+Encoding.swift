extension LogEntry {
    /// How deep lists and objects may lie within each other; what lies deeper is left out.
    static let depthMaximum = 8

    /// The entry as one line of JSON, UTF-8, without the line's end.
    ///
    /// Whatever somebody else has said that stands in it, it stays one line, and moves no operator's cursor: what ends
    /// or moves within a line is escaped, and readers of JSON get it back as it was.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.member("time", time.rfc3339)
            writer.member("level", level.rawValue)
            writer.member("logger", logger)
            writer.member("message", message)
            if let error { writer.member("error", error) }
            if !metadata.isEmpty {
                writer.key("metadata")
                writer.log(.object(metadata), depth: 0)
            }
        }
        return Self.plain(writer.bytes)
    }

    private static func plain(_ bytes: [UInt8]) -> [UInt8] {
        // What is ASCII, DEL aside, is plain already: the writer escapes control characters.
        guard bytes.contains(where: { $0 >= 0x7F }) else { return bytes }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count + 16)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            guard scalar.endsOrMovesWithinLine else {
                plain.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                continue
            }
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                let digits = String(unit, radix: 16)
                plain.append(contentsOf: "\\u".utf8)
                plain.append(contentsOf: String(repeating: "0", count: 4 - digits.count).utf8)
                plain.append(contentsOf: digits.utf8)
            }
        }
        return plain
    }
}

extension JSONWriter {
    fileprivate mutating func log(_ value: LogValue, depth: Int) {
        guard depth < LogEntry.depthMaximum else { return null() }
        switch value {
        case .text(let text): string(text)
        case .list(let values): array(values) { $0.log($1, depth: depth + 1) }
        case .object(let members):
            object { writer in
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    writer.member(named: name) { $0.log(value, depth: depth + 1) }
                }
            }
        }
    }
}

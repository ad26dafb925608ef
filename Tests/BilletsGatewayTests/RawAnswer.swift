/// An answer as it came over the wire.
struct RawAnswer: Hashable, Sendable {
    let status: Int

    /// By name in lower case.
    let headers: [String: String]

    let body: String

    /// Whether it is a problem document with this status and code, which ends the connection.
    func isLastProblem(_ status: Int, _ code: String) -> Bool {
        self.status == status && headers["content-type"] == "application/problem+json"
            && headers["connection"]?.contains("close") == true
            && body.contains(#""code":"\#(code)""#) && body.contains(#""status":\#(status)"#)
    }

    /// Takes one answer off the beginning of `text`; nil if it is not all there yet.
    init?(takenFrom text: inout String) {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
            let field = line.split(separator: ":", maxSplits: 1)
            guard field.count == 2 else { return nil }
            return (field[0].lowercased(), String(field[1].drop { $0 == " " }))
        }
        headers = Dictionary(pairs) { _, last in last }
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let rest = text[end.upperBound...]
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        guard rest.utf8.count >= length else { return nil }
        body = String(decoding: rest.utf8.prefix(length), as: UTF8.self)
        text = String(decoding: rest.utf8.dropFirst(length), as: UTF8.self)
    }
}

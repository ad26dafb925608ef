extension [Finding] {
    /// The findings as one line of JSON, UTF-8: `{"wrong":…,"warnings":…,"findings":[…]}`.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("wrong", Int64(count { $0.verdict == .wrong }))
            writer.member("warnings", Int64(count { $0.verdict == .warning }))
            writer.key("findings")
            writer.array(self) { writer, finding in
                writer.object {
                    $0.member("subject", finding.subject)
                    $0.member("verdict", finding.verdict.rawValue)
                    $0.member("sentence", finding.sentence)
                }
            }
        }
        return writer.bytes
    }
}

import Testing

/// The table of the security guide, whose lines are only as good as the tests that they name.
@Suite struct SecurityGuideTests {
    private static let guide = "deploy/guide/security.md"

    @Test func `Every test that the security guide names exists`() throws {
        let rows = try House.text(of: Self.guide).split(separator: "\n")
            .filter { $0.hasPrefix("|") }.dropFirst(2)
        try #require(rows.count >= 20)
        let tests = try House.files(below: "Tests")
            .filter { $0.hasSuffix(".swift") || $0.hasSuffix(".py") }
            .map { try House.text(of: $0) }.joined(separator: "\n")
        for row in rows {
            let cells = row.split(separator: "|", omittingEmptySubsequences: false)
            try #require(cells.count == 6, "\(row)")
            let names = cells[4].matches(of: /`([^`]+)`/).map(\.1)
            #expect(!names.isEmpty, "\(row)")
            for name in names {
                let isThere =
                    tests.contains("\"\(name)\"") || tests.contains("func `\(name)`")
                    || tests.contains("def \(name)(")
                #expect(isThere, "\(name)")
            }
        }
    }
}

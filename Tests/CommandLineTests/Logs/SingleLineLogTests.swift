import Foundation
import Logging
import Testing

@testable import les_billets

@Suite struct SingleLineLogTests {
    @Test(
        "What somebody else said stays on its line",
        arguments: [
            ("fine, été 🐌 – \"quoted\"", "fine, été 🐌 – \"quoted\""),
            ("a\nerror : forged", "a\\u{a}error : forged"), ("a\r\nb", "a\\u{d}\\u{a}b"),
            ("\u{1b}[2Jcleared", "\\u{1b}[2Jcleared"), ("a\u{0}b\u{7f}", "a\\u{0}b\\u{7f}"),
            ("a\u{2028}b\u{2029}c\u{85}d", "a\\u{2028}b\\u{2029}c\\u{85}d"),
            ("user\u{202e}nimda", "user\\u{202e}nimda"),
        ]
    )
    func plain(_ said: String, _ written: String) {
        #expect(SingleLineLogHandler.plain(said) == written)
    }

    @Test("A client cannot write lines into a server's log")
    func forgery() async throws {
        try await TemporaryFolder.with { folder in
            let program = try await UserTests.program(folder)
            let forged = try await program.run("user", "disable", "x\nerror : forged")
            #expect(forged.status == 64)
            #expect(!forged.error.contains("\nerror : forged"))
        }
    }
}

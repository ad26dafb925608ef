import Billets
import Foundation
import Testing

@testable import les_billets

@Suite(.timeLimit(.minutes(3))) struct SecretFileTests {
    @Test(arguments: [
        #"printf 'a good password\n' | "$0" user add a@example.com --name A --password-file /dev/stdin"#,
        #""$0" user add a@example.com --name A --password-file <(printf 'a good password')"#,
        #"LES_BILLETS_PASSWORD_FILE=<(echo 'a good password') "$0" user add a@example.com --name A"#,
        #"mkfifo pipe; echo 'a good password' > pipe & "$0" user add a@example.com --name A --password-file pipe"#,
        // The writer keeps its end open.
        #""$0" user add a@example.com --name A --password-file <(echo 'a good password'; exec sleep 300 >&-)"#,
    ])
    func `A password is read from a pipe and from standard input`(script: String) async throws {
        try await TemporaryFolder.with { folder in
            var bash = BuiltProgram()
            let program = bash.path
            bash.path = "bash"
            bash.folder = folder
            let outcome = try await bash.run("-c", script, program)
            #expect(outcome.status == 0, "\(outcome.error)")
            #expect(outcome.output == "added a@example.com\n")
        }
    }

    @Test func `The secret in a pipe is the one that a file with the same content holds`() throws {
        for (content, remainder) in [
            ("s3cret", SecretFile.Remainder.nothing), ("s3cret\n", .lineEnd),
            ("s3cret\r\n", .lineEnd),
            ("s3cret\nmore\n", .moreLines),
        ] {
            let path = NSTemporaryDirectory() + "les-billets-secret-\(UUID().uuidString)"
            try content.write(toFile: path, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(atPath: path) }
            let file = try SecretFile(path, namedBy: "--password-file")
            #expect(file.secret == "s3cret")
            #expect(file.remainder == remainder)
        }
    }

    @Test func `The reason why a file cannot be read is the true one`() throws {
        func complaint(_ path: String) -> String {
            let error = #expect(throws: Complaint.self) {
                try SecretFile(path, namedBy: "--password-file")
            }
            return error?.sentence ?? ""
        }
        #expect(complaint("/nowhere/secret").contains("there is no such file"))
        #expect(complaint("/tmp").contains("it is a folder"))
        #expect(complaint("/dev/null").contains("is empty"))
        #expect(complaint("/dev/zero").contains("more than a secret"))
    }

    @Test func `The doctor reads no pipe, whose writer may be waiting for the program`()
        async throws
    {
        var bash = BuiltProgram()
        let program = bash.path
        bash.path = "bash"
        let outcome = try await bash.run(
            "-c",
            #"LES_BILLETS_STORE_SECRET_FILE=<(echo "$RANDOM") "$0" doctor --listen 127.0.0.1:0"#,
            program
        )
        #expect(outcome.output.contains("is a pipe, which can be read only once"))
    }
}

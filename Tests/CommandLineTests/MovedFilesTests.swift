import BilletsLoad
import Foundation
import Testing

@Suite struct MovedFilesTests {
    @Test func `A server whose folder is moved accepts nothing until it is back, and then goes on`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let (place, elsewhere) = (folder + "/data", folder + "/moved")
            try FileManager.default.createDirectory(
                atPath: place,
                withIntermediateDirectories: false
            )
            let outcome = try await BuiltProgram().serve(
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--demo",
                "--database",
                place + "/t.db"
            ) { url in
                let http = SessionClient(url: url)
                let token = try await Self.logIn(http)
                for number in 1...2 {
                    #expect(try await Self.create("Kept \(number)", http, token).status == 201)
                    try FileManager.default.moveItem(atPath: place, toPath: elsewhere)
                    let refusal = try await Self.create("Lost", http, token)
                    #expect(refusal.status == 503)
                    #expect(refusal.body.replacing("\\/", with: "/").contains(place + "/t.db"))
                    let readiness = try await http.request("GET", "/readyz")
                    #expect(readiness.status == 503)
                    #expect(readiness.body.contains("t.db"))
                    try FileManager.default.moveItem(atPath: elsewhere, toPath: place)
                    #expect(try await Self.create("Back \(number)", http, token).status == 201)
                }
                let metrics = try await http.request("GET", "/metrics").body
                #expect(metrics.contains("les_billets_store_files_in_place 1"))
                // Once the database is gone for good, nothing more is accepted, and the log is not mixed with another.
                try FileManager.default.removeItem(atPath: place + "/t.db")
                #expect(try await Self.create("Lost", http, token).status == 503)
                let later = try await http.request("GET", "/metrics").body
                #expect(later.contains("les_billets_store_files_in_place 0"))
                try await BuiltProgram().run("migrate", "--database", place + "/t.db")
                    .expectComplaint("t.db-wal")
            }
            #expect(outcome.status == 0)
            let lines = outcome.complaints.filter { $0.contains("not in place") }
            #expect(lines.count == 3, "\(outcome.error)")
        }
    }

    @Test func `A database that others have replaced under a server is not opened`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/t.db"
            _ = try await BuiltProgram().serve(
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--demo",
                "--database",
                path
            ) { url in
                let copy = folder + "/copy.db"
                _ = try await BuiltProgram().run("backup", copy, "--database", path)
                try FileManager.default.moveItem(atPath: path, toPath: folder + "/old.db")
                try FileManager.default.copyItem(atPath: copy, toPath: path)
                for arguments in [
                    ["migrate", "--database", path],
                    ["restore", copy, "--database", path, "--yes"],
                    ["user", "list", "--store", "sqlite:" + path],
                ] {
                    let outcome = try await BuiltProgram().run(arguments)
                    #expect(outcome.status == 1)
                    #expect(outcome.error.contains("Other processes"), "\(outcome.error)")
                }
            }
        }
    }

    private static func logIn(_ http: SessionClient) async throws -> String {
        let body = #"{"email":"ada@example.com","password":"demo-password"}"#
        let answer = try await http.request("POST", "/api/session", body: body)
        return String(try #require(answer.body.firstMatch(of: /"token":"([^"]+)"/)?.1))
    }

    private static func create(
        _ title: String,
        _ http: SessionClient,
        _ token: String
    ) async throws -> SessionClient.Answer {
        try await http.request(
            "POST",
            "/api/tickets",
            token: token,
            body: #"{"title":"\#(title)"}"#
        )
    }
}

import BilletsContracts
import BilletsProcesses
import Foundation
import Glibc
import Subprocess
import Testing

@testable import les_billets

@Suite(.timeLimit(.minutes(4))) struct DoctorDependencyTests {
    @Test func `Of a database that is well, nothing is wrong, and nothing in its folder changes`()
        async throws
    {
        try await Self.withDatabase { path, folder in
            let before = try Self.state(of: folder)
            let found = try await ExaminedProgram.run(BuiltProgram(), "--database", path)
            #expect(found.wrong == [])
            found.expect("ok", "database", path, "of the present version")
            found.expect("ok", "pages", "quick_check")
            found.expect("ok", "journal", "WAL")
            found.expect("ok", "permissions")
            #expect(try Self.state(of: folder) == before)
        }
    }

    @Test func `A database in use is examined while it is used`() async throws {
        try await Self.withDatabase { path, _ in
            _ = try await BuiltProgram().serve(
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--database",
                path
            ) { _ in
                let found = try await ExaminedProgram.run(
                    BuiltProgram(),
                    "--store",
                    "sqlite:" + path
                )
                #expect(found.wrong == [])
                found.expect("ok", "writer", "open in process")
            }
        }
    }

    @Test func `A database that is missing, foreign, older, newer or damaged is told apart`()
        async throws
    {
        try await Self.withDatabase { path, folder in
            try await ExaminedProgram.run(BuiltProgram(), "--database", folder + "/none.db")
                .expect("wrong", "database", "none.db", "les-billets migrate")
            try await ExaminedProgram.run(BuiltProgram(), "--database", "/nowhere/a.db")
                .expect("wrong", "database", "/nowhere", "does not exist")
            try await Self.sqlite(path, "PRAGMA user_version = 99")
            try await ExaminedProgram.run(BuiltProgram(), "--database", path)
                .expect("wrong", "database", "version 99", "newer les-billets")
            try await Self.sqlite(path, "PRAGMA user_version = 1")
            try await ExaminedProgram.run(BuiltProgram(), "--database", path)
                .expect("wrong", "database", "version 1", "les-billets migrate")
            try await Self.sqlite(
                folder + "/other.db",
                "CREATE TABLE t (a); PRAGMA user_version = 4"
            )
            try await ExaminedProgram.run(BuiltProgram(), "--database", folder + "/other.db")
                .expect("wrong", "database", "another program")
            try "no database".write(toFile: folder + "/text.db", atomically: true, encoding: .utf8)
            try await ExaminedProgram.run(BuiltProgram(), "--database", folder + "/text.db")
                .expect("wrong", "database", "not a SQLite database")
        }
    }

    @Test func `Damaged pages are found`() async throws {
        try await Self.withDatabase { path, _ in
            try await Self.sqlite(path, "PRAGMA wal_checkpoint(TRUNCATE)")
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            let size = try file.seekToEnd()
            // All but the first page, which holds the head and the list of tables.
            try file.seek(toOffset: 8192)
            try file.write(contentsOf: Data(repeating: 0x5A, count: Int(size) - 8192))
            try file.close()
            try await ExaminedProgram.run(BuiltProgram(), "--database", path)
                .expect("wrong", "database", "damaged")
        }
    }

    @Test func `A database that others may read, or that is not in WAL mode, is a warning`()
        async throws
    {
        try await Self.withDatabase { path, _ in
            chmod(path, 0o644)
            try await Self.sqlite(path, "PRAGMA journal_mode = DELETE")
            let found = try await ExaminedProgram.run(BuiltProgram(), "--database", path)
            found.expect("warning", "permissions", "mode 644", "chmod 600")
            found.expect("warning", "journal", "not in WAL mode")
        }
    }

    @Test func `A folder and a database that this user may not write are wrong`() async throws {
        try await Self.withDatabase { path, folder in
            chmod(path, 0o444)
            chmod(folder, 0o555)
            defer { chmod(folder, 0o755) }
            var program = BuiltProgram()
            // Nothing is forbidden to root: nobody is asked in its place.
            let others =
                geteuid() == 0
                ? ["--reuid", "65534", "--regid", "65534", "--clear-groups", program.path] : []
            if geteuid() == 0 { program.path = "setpriv" }
            let outcome = try await program.run(
                others + ["doctor", "--listen", "127.0.0.1:0", "--database", path]
            )
            #expect(outcome.status == 1, "\(outcome.error)")
            let wrong = outcome.output.split(separator: "\n").filter { $0.hasPrefix("wrong") }
            #expect(
                wrong.contains { $0.contains("permissions: ") && $0.contains("write \(folder):") },
                "\(wrong)"
            )
            #expect(
                wrong.contains { $0.contains("permissions: ") && $0.contains("write \(path):") },
                "\(wrong)"
            )
        }
    }

    @Test func `Redis is let say what it has, and a wrong password is named without being shown`()
        async throws
    {
        let redis = try await RedisServer.start(configuration: [
            "requirepass tell-nobody", "maxmemory-policy allkeys-lru",
            "client-output-buffer-limit pubsub 0 0 0",
        ])
        defer { redis.stop() }
        let program = BuiltProgram().with(["LES_BILLETS_BUS": redis.url])
        let well = try await ExaminedProgram.run(
            program.with(["LES_BILLETS_REDIS_PASSWORD": "tell-nobody"])
        )
        well.expect("ok", "redis", redis.url)
        well.expect("ok", "redis version", "Redis has version ")
        well.expect("ok", "redis memory", "allkeys-lru")
        well.expect("warning", "redis subscribers", "no limit")
        well.expect("ok", "redis messages")
        #expect(well.lines.contains { $0.contains("redis latency") })
        let wrong = try await ExaminedProgram.run(
            program.with(["LES_BILLETS_REDIS_PASSWORD": "not-this-one"])
        )
        wrong.expect("wrong", "redis", "refused the user or the password")
        #expect(!wrong.lines.joined().contains("not-this-one"))
        try await ExaminedProgram.run(program).expect("wrong", "redis", "requires a password")
        redis.kill()
        try await ExaminedProgram.run(program).expect(
            "wrong",
            "redis",
            "cannot be reached",
            "--bus"
        )
        try await ExaminedProgram.run(
            BuiltProgram().with(["LES_BILLETS_BUS": "redis://127.0.0.1:1"])
        )
        .expect("wrong", "redis", "127.0.0.1:1")
    }

    @Test(arguments: ["", "s3cret"])
    func `A Redis that has too many clients already says so, whether or not it has a password`(
        password: String
    ) async throws {
        // The examination takes two connections.
        let redis = try await RedisServer.start(
            configuration: ["maxclients 1"] + (password.isEmpty ? [] : ["requirepass \(password)"])
        )
        defer { redis.stop() }
        let found = try await ExaminedProgram.run(
            BuiltProgram().with([
                "LES_BILLETS_BUS": redis.url, "LES_BILLETS_REDIS_PASSWORD": password,
            ])
        )
        found.expect("wrong", "redis", "as many clients as its maxclients allows", "CONFIG SET")
        #expect(!found.wrong.joined().contains("assword"))
    }

    @Test func `A Redis whose user may not subscribe is found out`() async throws {
        let redis = try await RedisServer.start(configuration: [
            "user half on >s3cret resetchannels &other:* ~* +@all"
        ])
        defer { redis.stop() }
        try await ExaminedProgram.run(
            BuiltProgram().with([
                "LES_BILLETS_BUS": "redis://half@127.0.0.1:\(redis.port)",
                "LES_BILLETS_REDIS_PASSWORD": "s3cret",
            ])
        ).expect("wrong", "redis messages", "SUBSCRIBE is refused", "les-billets:*")
    }

    @Test func `A store process is asked as a gateway would`() async throws {
        try await Self.withDatabase { path, folder in
            let program = BuiltProgram().with(["LES_BILLETS_STORE_SECRET": "between us"])
            let socket = "unix:\(folder)/s"
            _ = try await program.serve(
                "store",
                "--database",
                path,
                "--listen",
                socket,
                endWith: .terminate
            ) { _ in
                let well = try await ExaminedProgram.run(
                    program,
                    "--store",
                    socket,
                    "--database",
                    path
                )
                #expect(well.wrong == [])
                well.expect("ok", "store", socket, "serves")
                well.expect("ok", "store version", Version.current)
                well.expect("ok", "database", path)
                try await ExaminedProgram.run(
                    program.with(["LES_BILLETS_STORE_SECRET": "something else"]),
                    "--store",
                    socket
                ).expect("wrong", "store", "secret is wrong")
            }
            try await ExaminedProgram.run(program, "--store", socket)
                .expect("wrong", "store", socket, "cannot be reached")
        }
    }

    @Test func `With --json one object says the same`() async throws {
        try await Self.withDatabase { path, _ in
            let outcome = try await BuiltProgram().with(["LES_BILLETS_STROE": "x"])
                .run("doctor", "--listen", "127.0.0.1:0", "--database", path, "--json")
            #expect(outcome.status == 1)
            let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
            let report = try #require(object as? [String: Any])
            #expect(report["wrong"] as? Int == 1)
            let findings = try #require(report["findings"] as? [[String: String]])
            #expect(
                findings.first == [
                    "subject": "version", "verdict": "ok",
                    "sentence": "This is les-billets \(Version.current).",
                ]
            )
            #expect(findings.contains { $0["subject"] == "variables" && $0["verdict"] == "wrong" })
        }
    }

    /// What is in a folder, and when it was changed.
    private static func state(of folder: String) throws -> [String: [Int]] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return try names.reduce(into: [:]) { state, name in
            var status = stat()
            try #require(stat(folder + "/" + name, &status) == 0)
            state[name] = [
                Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                Int(status.st_mode),
            ]
        }
    }

    private static func sqlite(_ path: String, _ sql: String) async throws {
        var shell = BuiltProgram()
        shell.path = "sqlite3"
        let outcome = try await shell.run(path, sql)
        try #require(outcome.status == 0, "\(outcome.error)")
    }

    /// Makes a database that is well.
    private static func withDatabase(_ body: (String, String) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/tickets.db"
            let outcome = try await BuiltProgram().run("migrate", "--database", path)
            try #require(outcome.status == 0, "\(outcome.error)")
            // A store turns WAL mode on.
            _ = try await BuiltProgram().run("user", "list", "--store", "sqlite:" + path)
            try await body(path, folder)
        }
    }
}

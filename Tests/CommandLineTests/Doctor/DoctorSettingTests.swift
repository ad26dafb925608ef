import BilletsProcesses
import Foundation
import Testing

@testable import les_billets

/// The findings of the doctor about settings that start, and then do not do what was meant.
@Suite(.timeLimit(.minutes(4))) struct DoctorSettingTests {
    @Test func `A taken port for metrics is wrong, unless the metrics of a les-billets are there`()
        async throws
    {
        let redis = try await RedisServer.start()
        defer { redis.stop() }
        try await ExaminedProgram.run(
            BuiltProgram(),
            "--metrics-listen",
            "127.0.0.1:\(redis.port)"
        ).expect("wrong", "metrics port", "is taken", "--metrics-listen")
        _ = try await BuiltProgram().serve(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            ":memory:"
        ) { url in
            let listen = String(url.dropFirst("http://".count))
            try await ExaminedProgram.run(
                BuiltProgram().with(["LES_BILLETS_METRICS_LISTEN": listen])
            ).expect("ok", "metrics port", listen, "les-billets")
        }
        try await ExaminedProgram.run(BuiltProgram(), "--metrics-listen", "192.0.2.1:80")
            .expect("wrong", "metrics port", "--metrics-listen")
    }

    @Test(arguments: ["0.0.0.0/0", "::/0", "0.0.0.0/1", "8.0.0.0/7", "2000::/3"])
    func `A network that strangers are in is no proxy`(block: String) async throws {
        try await ExaminedProgram.run(BuiltProgram(), "--trusted-proxies", "10.0.0.7,\(block)")
            .expect("warning", "trusted proxies", "\(block) in", "larger than any private network")
    }

    @Test func `Private networks are proxies`() async throws {
        let found = try await ExaminedProgram.run(
            BuiltProgram().with([
                "LES_BILLETS_TRUSTED_PROXIES":
                    "10.0.0.0/8,172.16.0.0/12,fd00::/8,fc00::/7,192.0.2.1"
            ])
        )
        #expect(!found.lines.contains { $0.contains("trusted proxies") }, "\(found.lines)")
    }

    @Test func `Every variable that takes a number or a word is read, whichever command reads it`()
        async throws
    {
        let settings = Setting.allCases.filter {
            !$0.valueTypes.isEmpty && !HostileValue.isName($0)
        }
        #expect(settings.count > 50)
        var program = BuiltProgram()
        for setting in settings { program = program.with([setting.rawValue: "no/thing"]) }
        let outcome = try await program.run("doctor")
        for setting in settings {
            #expect(
                outcome.output.contains("wrong    settings: \(setting.rawValue) is invalid: "),
                "\(setting)\n\(outcome.output)"
            )
        }
    }

    @Test func `What a cluster needs is examined where a cluster is meant`() async throws {
        try await TemporaryFolder.with { folder in
            var program = BuiltProgram().with(["PATH": folder])
            program.folder = folder
            // The starter of the program is looked for there, too.
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/sh",
                withDestinationPath: "/usr/bin/sh"
            )
            #expect(
                try await !program.run("doctor").output.contains("haproxy")
            )
            let data = folder + "/les-billets-data/logs"
            for step in 0...2 {
                var examined = program
                if step == 1 { examined = program.with(["LES_BILLETS_GATEWAYS": "2"]) }
                if step == 2 {
                    try FileManager.default.createDirectory(
                        atPath: data,
                        withIntermediateDirectories: true
                    )
                }
                let found = try await ExaminedProgram.run(
                    examined,
                    step == 0 ? ["--cluster"] : []
                )
                // HAProxy is looked for in /usr/sbin, too, whatever PATH says.
                found.expect("wrong", "program", "redis-server", "apt-get install redis-server")
            }
            let found = try await ExaminedProgram.run(BuiltProgram(), "--cluster")
            found.expect("ok", "program", "haproxy is at /")
            found.expect("ok", "program", "redis-server is at /")
        }
    }

    @Test func `A store secret of a few characters is a warning, in a variable or a file`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let path = folder + "/secret"
            func examine(_ secret: String) async throws -> [ExaminedProgram] {
                try secret.write(toFile: path, atomically: true, encoding: .utf8)
                return [
                    try await ExaminedProgram.run(
                        BuiltProgram().with(["LES_BILLETS_STORE_SECRET": secret])
                    ),
                    try await ExaminedProgram.run(
                        BuiltProgram().with(["LES_BILLETS_STORE_SECRET_FILE": path])
                    ),
                ]
            }
            for found in try await examine("fifteen letters") {
                found.expect("warning", "store secret", "fewer than 16 characters")
                #expect(!found.lines.joined().contains("fifteen"))
            }
            for found in try await examine("sixteen letters!") {
                #expect(!found.lines.contains { $0.contains("store secret: ") })
            }
        }
    }
}

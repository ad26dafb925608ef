import Foundation
import Subprocess
import Testing

@Suite struct ServerTests {
    @Test(arguments: [Signal.interrupt, .terminate])
    func `A server says its URL, and Ctrl-C and SIGTERM end it in order`(signal: Signal)
        async throws
    {
        let outcome = try await BuiltProgram().serve(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            ":memory:",
            endWith: signal
        ) { line in
            #expect(line.hasPrefix("http://127.0.0.1:"))
        }
        #expect(outcome.status == 0, "\(outcome.error)")
    }

    @Test func `A server of the environment's making does what options would`() async throws {
        try await TemporaryFolder.with { folder in
            let program = BuiltProgram().with([
                "LES_BILLETS_LISTEN": "127.0.0.1:0",
                "LES_BILLETS_DATABASE": folder + "/a.db",
                "LES_BILLETS_DEMO": "yes",
                "LES_BILLETS_LOG_LEVEL": "critical",
            ])
            let outcome = try await program.serve("serve") { _ in
                let users = try await BuiltProgram()
                    .run("user", "list", "--store", "sqlite:\(folder)/a.db")
                #expect(users.output.split(separator: "\n").count == 3)
                #expect(users.output.contains("ada@example.com\tadmin"))
            }
            #expect(outcome.status == 0)
            #expect(outcome.error.isEmpty)
        }
    }

    @Test(arguments: ["*", "0.0.0.0", "localhost"])
    func `A server answers at the address that it announces`(host: String) async throws {
        let outcome = try await BuiltProgram().serve(
            "serve",
            "--listen",
            "\(host):0",
            "--database",
            ":memory:"
        ) { url in
            let healthy = try await BuiltProgram().run("healthcheck", "--url", url)
            #expect(healthy.status == 0, "\(url): \(healthy.error)")
            // Whatever families an asterisk binds, IPv4 is one of them.
            guard host == "*", let port = url.split(separator: ":").last else { return }
            let ipv4 = try await BuiltProgram()
                .run("healthcheck", "--url", "http://127.0.0.1:\(port)")
            #expect(ipv4.status == 0, "\(ipv4.error)")
        }
        #expect(outcome.status == 0, "\(outcome.error)")
    }

    @Test func `A host that this machine does not have is blamed on the option that names it`()
        async throws
    {
        let program = BuiltProgram().with(["LES_BILLETS_LOG_LEVEL": "error"])
        for host in ["192.0.2.1", "no-such-host.invalid"] {
            for command in [["serve", "--database", ":memory:"], ["gateway"]] {
                try await program.run(command + ["--listen", host + ":0"])
                    .expectComplaint("The host in --listen")
                try await program.run(
                    command + ["--listen", "127.0.0.1:0", "--metrics-listen", host + ":0"]
                ).expectComplaint("The host in --metrics-listen")
            }
        }
    }

    @Test func `An occupied port is named, with what to do`() async throws {
        _ = try await BuiltProgram().serve(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            ":memory:"
        ) { line in
            let address = String(line.dropFirst("http://".count))
            try await TemporaryFolder.with { folder in
                let path = folder + "/tickets.db"
                _ = try await BuiltProgram().run("migrate", "--database", path)
                let program = BuiltProgram().with(["LES_BILLETS_STORE_SECRET": "between us"])
                for command in [
                    ["serve", "--database", path], ["gateway", "--store", "sqlite:" + path],
                    ["store", "--database", path],
                ] {
                    try await program.run(command + ["--listen", address])
                        .expectComplaint("is taken", "--listen")
                }
            }
        }
    }

    @Test func `A store process serves commands about users to whoever shows its secret`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let path = folder + "/tickets.db"
            let secret = folder + "/secret"
            try "between us\n".write(toFile: secret, atomically: true, encoding: .utf8)
            _ = try await BuiltProgram().run("migrate", "--database", path)
            let program = BuiltProgram().with(["LES_BILLETS_STORE_SECRET_FILE": secret])
            let outcome = try await program.serve(
                "store",
                "--database",
                path,
                "--listen",
                "127.0.0.1:0",
                endWith: .terminate
            ) { line in
                #expect(line.hasPrefix("grpc://127.0.0.1:"))
                let added = try await program.run(
                    "user",
                    "add",
                    "a@example.com",
                    "--name",
                    "A",
                    "--store",
                    line,
                    input: "a good password"
                )
                #expect(added.status == 0, "\(added.error)")
                let listed = try await program.run("user", "list", "--store", line)
                #expect(listed.output.hasPrefix("a@example.com"))
                try await BuiltProgram().run("user", "list", "--store", line)
                    .expectComplaint("secret")
            }
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }

    @Test func `A gateway waits for a store and a Redis that are away, and can be ended`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let path = folder + "/tickets.db"
            _ = try await BuiltProgram().run("migrate", "--database", path)
            let outcome = try await BuiltProgram().serve(
                "gateway",
                "--listen",
                "127.0.0.1:0",
                "--bus",
                "redis://127.0.0.1:1",
                "--store",
                "sqlite:" + path,
                endWith: .terminate
            ) { line in
                #expect(line.hasPrefix("http://127.0.0.1:"))
            }
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }
}

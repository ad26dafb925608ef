import Testing

@Suite struct BadOptionTests {
    private static let usageStatus: Int32 = 64

    @Test func `An unknown option is named, with the one that was meant`() async throws {
        try await BuiltProgram().run("cluster", "--prot", "3").expectComplaint(
            "'--prot'",
            "'--port'",
            "See 'les-billets cluster --help'",
            status: Self.usageStatus
        )
    }

    @Test func `An unknown command is named`() async throws {
        try await BuiltProgram().run("serf")
            .expectComplaint("'serf'", "les-billets --help", status: Self.usageStatus)
    }

    @Test func `An option with an invalid value is named, with what would be valid`() async throws {
        try await BuiltProgram().run("serve", "--listen", "8080")
            .expectComplaint("'--listen <host:port>'", "127.0.0.1:8080", status: Self.usageStatus)
        try await BuiltProgram().run("cluster", "--gateways", "0")
            .expectComplaint("from 1 to 64", status: Self.usageStatus)
        try await BuiltProgram().run("gateway", "--store", "tickets.db")
            .expectComplaint("sqlite:PATH", status: Self.usageStatus)
        try await BuiltProgram().run("gateway", "--bus", "redis://:secret@host")
            .expectComplaint("redis://HOST:PORT", status: Self.usageStatus)
        try await BuiltProgram().run("store", "--log-level", "loud")
            .expectComplaint("debug", status: Self.usageStatus)
    }

    @Test func `A variable with an invalid value is named, with what would be valid`() async throws
    {
        try await BuiltProgram().with(["LES_BILLETS_LISTEN": "8080"]).run("serve")
            .expectComplaint("LES_BILLETS_LISTEN is invalid", "127.0.0.1:8080")
    }

    @Test func `The range that a complaint about a number names holds`() async throws {
        for hours in ["0", "961", "-1"] {
            try await BuiltProgram().run("serve", "--session-hours", hours)
                .expectComplaint("from 1 to 960", status: Self.usageStatus)
            try await BuiltProgram().with(["LES_BILLETS_SESSION_HOURS": hours])
                .run("serve", "--database", ":memory:", "--listen", "127.0.0.1:0")
                .expectComplaint("LES_BILLETS_SESSION_HOURS", "from 1 to 960")
        }
    }

    @Test func `An address of the cluster that this machine does not have is blamed on --host`()
        async throws
    {
        // RFC 5737 keeps this network for documentation.
        for host in ["192.0.2.1", "no-such-host.invalid", "two words"] {
            try await TemporaryFolder.with { folder in
                let outcome = try await BuiltProgram()
                    .run("cluster", "--host", host, "--port", "0", "--directory", folder)
                #expect(outcome.error.contains("--host"), "\(outcome.error)")
                #expect(!outcome.error.contains("--port"), "\(outcome.error)")
                #expect(outcome.status != 0)
            }
        }
    }

    @Test func `A missing value and a missing argument are named`() async throws {
        try await BuiltProgram().run("serve", "--database")
            .expectComplaint("--database", status: Self.usageStatus)
        try await BuiltProgram().run("user", "add")
            .expectComplaint("<email>", "user add --help", status: Self.usageStatus)
    }

    @Test func `A password on the command line is no option`() async throws {
        try await BuiltProgram().run("user", "add", "a@example.com", "--password", "x")
            .expectComplaint("--password", status: Self.usageStatus)
    }
}

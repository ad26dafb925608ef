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

    @Test func `A value that makes no sense is named, with what would`() async throws {
        try await BuiltProgram().run("serve", "--listen", "8080")
            .expectComplaint("'8080'", "127.0.0.1:8080", status: Self.usageStatus)
        try await BuiltProgram().run("cluster", "--gateways", "0")
            .expectComplaint("from 1 to 64", status: Self.usageStatus)
        try await BuiltProgram().run("gateway", "--store", "tickets.db")
            .expectComplaint("sqlite:PATH", status: Self.usageStatus)
        try await BuiltProgram().run("gateway", "--bus", "redis://:secret@host")
            .expectComplaint("redis://HOST:PORT", status: Self.usageStatus)
        try await BuiltProgram().run("store", "--log-level", "loud")
            .expectComplaint("debug", status: Self.usageStatus)
    }

    @Test func `A variable that makes no sense is named, with what would`() async throws {
        try await BuiltProgram().with(["LES_BILLETS_LISTEN": "8080"]).run("serve")
            .expectComplaint("LES_BILLETS_LISTEN is '8080'", "127.0.0.1:8080")
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

import Testing

@Suite struct LoadOptionTests {
    private func expectComplaint(
        _ arguments: [String],
        _ words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let outcome = try await BuiltProgram().run(["load"] + arguments)
        #expect(outcome.status == 64, sourceLocation: sourceLocation)
        #expect(outcome.complaints.count == 1, "\(outcome.error)", sourceLocation: sourceLocation)
        #expect(outcome.error.contains("load --help"), sourceLocation: sourceLocation)
        for word in words {
            #expect(
                outcome.error.contains(word),
                "\(outcome.error)",
                sourceLocation: sourceLocation
            )
        }
    }

    @Test func `An option with an invalid value is named, with what would be valid`() async throws {
        try await expectComplaint([], "<scenario>")
        try await expectComplaint(["flood"], "'<scenario>'", "idle, fanout, storm, board or write")
        try await expectComplaint(["idle", "--url", "host:80"], "--url", "http://HOST:PORT")
        try await expectComplaint(["idle", "--sockets", "many"], "--sockets", "number")
        try await expectComplaint(["idle", "--sockets", "-1"], "--sockets", "negative", "from 0")
        try await expectComplaint(["fanout", "--rate", "0"], "--rate", "more than 0")
        try await expectComplaint(["fanout", "--p99", "20"], "--p99", "20ms")
        try await expectComplaint(["fanout", "--p99", "20 weeks"], "20ms")
        try await expectComplaint(["fanout", "--loss", "-1"], "--loss")
        try await expectComplaint(["fanout", "--loss", "some"], "--loss", "0.1%")
    }

    @Test func `Options that do not fit the scenario are named`() async throws {
        try await expectComplaint(["idle", "--rate", "5"], "--rate", "idle")
        try await expectComplaint(["write", "--rate", "5"], "--rate", "write")
        try await expectComplaint(["idle", "--senders", "5"], "--senders", "nothing is sent")
        try await expectComplaint(["fanout", "--caught-up", "5s"], "--caught-up", "storm")
    }

    @Test func `Too much for one process is named, with what is possible`() async throws {
        try await expectComplaint(["fanout", "--sockets", "0", "--senders", "0"], "nothing to do")
        try await expectComplaint(["storm", "--sockets", "0"], "--sockets")
        try await expectComplaint(["idle", "--sockets", "2000000"], "1000000")
        try await expectComplaint(["write", "--senders", "300", "--window", "300"], "65535")
        try await expectComplaint(["idle", "--threads", "65"], "64")
        try await expectComplaint(["fanout", "--description-bytes", "20000"], "16384")
    }

    @Test func `Processes are as many as there is work for, and a test's id is a word`()
        async throws
    {
        try await expectComplaint(["fanout", "--processes", "65"], "--processes", "64")
        try await expectComplaint(["idle", "--sockets", "2", "--processes", "3"], "2 at most")
        try await expectComplaint(["fanout", "--processes", "0"], "--processes", "from 1")
        try await expectComplaint(["fanout", "--test", "A b"], "--test", "letters and digits")
        try await expectComplaint(["close"], "--test")
    }

    @Test func `A secret on the command line is no option`() async throws {
        try await expectComplaint(["idle", "--password", "x"], "--password")
        try await expectComplaint(["idle", "--token", "x"], "--token")
    }
}

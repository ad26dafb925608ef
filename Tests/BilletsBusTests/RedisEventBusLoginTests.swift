import Billets
import BilletsBus
import BilletsContracts
import BilletsProcesses
import BilletsWire
import Testing

@Suite("RedisEventBus at the door")
struct RedisEventBusLoginTests {
    private static let channelRules =
        "on >secret resetchannels &les-billets:* -@all +subscribe +publish +ping"

    @Test("The right password opens")
    func rightPassword() async throws {
        try await expectWell(["requirepass secret"], password: "secret")
    }

    @Test("A user of the access control list, allowed no more than needed, gets in")
    func user() async throws {
        try await expectWell(
            ["user billets \(Self.channelRules)"],
            user: "billets",
            password: "secret"
        )
    }

    @Test("Without the password that Redis wants, the bus says that none was given")
    func noPassword() async throws {
        try await expectUnwell(["requirepass secret"], because: "none was given")
    }

    @Test("A wrong password is refused, and the sentence says so without repeating it")
    func wrongPassword() async throws {
        let sentence = try await expectUnwell(
            ["requirepass secret"],
            password: "hunter2",
            because: "refused the user or the password (WRONGPASS)"
        )
        #expect(!sentence.contains("hunter2"))
    }

    @Test("Whatever is refused, neither password nor secret stands in the log")
    func silentLog() async throws {
        let server = try await RedisServer.start(
            configuration: ["user billets \(Self.channelRules)"]
        )
        defer { server.stop() }
        for (password, words) in [("hunter2", "WRONGPASS"), ("secret", "The bus carries events.")] {
            let log = LogRecorder()
            let bus = RunningBuses.bus(
                on: server,
                user: "billets",
                password: Secret(password),
                logger: log.logger
            )
            bus.join(EventBusDesk().identity) { _ in }
            try await RunningBuses.run(bus) { await log.line(with: words) }
            #expect(!log.lines.contains { $0.contains(password) }, "\(log.lines)")
        }
    }

    @Test("A wrong user is refused")
    func wrongUser() async throws {
        try await expectUnwell(
            ["user billets \(Self.channelRules)"],
            user: "somebody",
            password: "secret",
            because: "redis://127.0.0.1"
        )
    }

    @Test("A password for a Redis that has none is refused")
    func needlessPassword() async throws {
        try await expectUnwell([], password: "secret", because: "has no password for this user")
    }

    @Test(
        "A Redis that has too many clients already says so, with and without a password",
        arguments: [nil, "secret"]
    )
    func full(_ password: String?) async throws {
        // The bus has two connections. Without a password Redis may reset the second before its reason was read.
        let sentence = try await expectUnwell(
            ["maxclients 1"] + (password.map { ["requirepass \($0)"] } ?? []),
            password: password.map { Secret($0) },
            because: "maxclients"
        )
        #expect(!sentence.contains("password"))
    }

    @Test("A user who may not listen to the channel is told what is missing")
    func noSubscription() async throws {
        try await expectUnwell(
            ["user billets on >secret resetchannels +@all"],
            user: "billets",
            password: "secret",
            because: "NOPERM"
        )
    }

    @Test("A password that is set right later lets the bus in by itself")
    func mended() async throws {
        let server = try await RedisServer.start(configuration: ["requirepass secret"])
        defer { server.stop() }
        let ear = BusListener()
        let bus = RunningBuses.bus(on: server, password: "another")
        bus.join(EventBusDesk().identity) { ear.receive($0) }
        try await RunningBuses.run(bus) {
            try await ear.waitUntilUnwell()
            try await server.command(
                "--no-auth-warning",
                "-a",
                "secret",
                "CONFIG",
                "SET",
                "requirepass",
                "another"
            )
            try await ear.waitUntilWell()
        }
    }

    private func expectWell(
        _ configuration: [String],
        user: String? = nil,
        password: Secret
    ) async throws {
        let server = try await RedisServer.start(configuration: configuration)
        defer { server.stop() }
        let ear = BusListener()
        let bus = RunningBuses.bus(on: server, user: user, password: password)
        let desk = EventBusDesk()
        bus.join(desk.identity) { ear.receive($0) }
        try await RunningBuses.run(bus) {
            try await ear.waitUntilWell()
            bus.publish([desk.event(1)])
            try await ear.wait(until: "the event came") { !$0.events.isEmpty }
        }
        #expect(ear.heard.healths == [.well])
    }

    @discardableResult
    private func expectUnwell(
        _ configuration: [String],
        user: String? = nil,
        password: Secret? = nil,
        because reason: String
    ) async throws -> String {
        let server = try await RedisServer.start(configuration: configuration)
        defer { server.stop() }
        let ear = BusListener()
        let bus = RunningBuses.bus(on: server, user: user, password: password)
        bus.join(EventBusDesk().identity) { ear.receive($0) }
        try await RunningBuses.run(bus) {
            try await ear.waitUntilUnwell()
        }
        let sentence = "\(ear.heard.healths)"
        #expect(sentence.contains(reason))
        #expect(!sentence.contains(".well"))
        return sentence
    }
}

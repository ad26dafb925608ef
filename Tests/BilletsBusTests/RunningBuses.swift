import Billets
import BilletsBus
import BilletsContracts
import BilletsProcesses
import Logging

/// Buses that run while a test looks at them.
enum RunningBuses {
    /// Settings for tests: quick to come back, and patient with a machine that has much to do.
    static var settings: RedisBusSettings {
        var settings = RedisBusSettings()
        settings.probeInterval = .milliseconds(20)
        settings.probeDeadline = .seconds(20)
        settings.connectDeadline = .seconds(20)
        settings.backoffMinimum = .milliseconds(5)
        settings.backoffMaximum = .milliseconds(50)
        return settings
    }

    /// The same, but quick to notice that Redis hangs.
    static var impatientSettings: RedisBusSettings {
        var settings = settings
        settings.probeDeadline = .milliseconds(300)
        settings.connectDeadline = .milliseconds(300)
        return settings
    }

    /// A logger that writes nothing.
    static var silentLogger: Logger {
        Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    }

    /// A bus that does not run yet.
    static func bus(
        on server: RedisServer,
        user: String? = nil,
        password: Secret? = nil,
        settings: RedisBusSettings = settings,
        logger: Logger = silentLogger
    ) -> RedisEventBus {
        RedisEventBus(
            address: RedisAddress(host: "127.0.0.1", port: server.port, user: user),
            password: password,
            settings: settings,
            logger: logger
        )
    }

    /// Runs `buses` until `body` has returned, and then waits for their end.
    static func run(
        _ buses: RedisEventBus...,
        body: @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup { group in
            for bus in buses { group.addTask { try await bus.run() } }
            // The group cancels the buses, and waits for them, however this ends.
            defer { group.cancelAll() }
            try await body()
        }
    }
}

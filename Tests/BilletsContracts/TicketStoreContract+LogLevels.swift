import Billets
import BilletsWire
import Testing

extension TicketStoreContract {
    /// The log levels of gateways, and what they are asked for.
    static let logLevels: [StoreCheck] = [
        StoreCheck("A gateway is asked for a log level until it has it, and no other process is") {
            store in
            let a = try await gateway("a", in: store)
            #expect(try await requested(a, .info, in: store) == nil)
            #expect(try await store.tickets.requestLogLevel(.debug, of: nil) == ["a"])
            #expect(try await store.tickets.gateways().map(\.requestedLogLevel) == [.debug])
            #expect(try await requested(a, .info, in: store) == .debug)
            #expect(try await requested(a, .info, in: store) == .debug)
            #expect(try await requested(a, .debug, in: store) == nil)
            #expect(try await store.tickets.gateways().map(\.requestedLogLevel) == [nil])
            // A later change by the process itself, such as at a SIGHUP, stands.
            #expect(try await requested(a, .info, in: store) == nil)
            #expect(
                try await store.tickets.gateways().map(\.logLevel)
                    == [LogLevelReport(level: .info, configured: .info)]
            )
        },
        StoreCheck(
            "One gateway is asked by its name, and an unknown name is told with the known ones"
        ) {
            store in
            let a = try await gateway("a", in: store)
            let b = try await gateway("b", in: store)
            for instance in [a, b] {
                #expect(try await requested(instance, .info, in: store) == nil)
            }
            #expect(try await store.tickets.requestLogLevel(.trace, of: "b") == ["b"])
            #expect(try await requested(a, .info, in: store) == nil)
            #expect(try await requested(b, .info, in: store) == .trace)
            #expect(try await store.tickets.requestLogLevel(.error, of: nil) == ["a", "b"])
            #expect(try await requested(a, .info, in: store) == .error)
            #expect(try await requested(b, .trace, in: store) == .error)
            let unknown = await #expect(throws: Rejection.self) {
                try await store.tickets.requestLogLevel(.debug, of: "c")
            }
            #expect(unknown?.code == .notFound)
            #expect(unknown?.message.contains("a, b") == true)
        },
        StoreCheck("A gateway that already logs at the level that is asked for confirms it") {
            store in
            let a = try await gateway("a", in: store)
            #expect(try await requested(a, .info, in: store) == nil)
            #expect(try await store.tickets.requestLogLevel(.info, of: "a") == ["a"])
            #expect(try await requested(a, .info, in: store) == nil)
            #expect(try await store.tickets.gateways().map(\.requestedLogLevel) == [nil])
        },
        StoreCheck("A restarted gateway begins with its own log level") { store in
            let former = try await gateway("a", in: store)
            #expect(try await requested(former, .info, in: store) == nil)
            #expect(try await store.tickets.requestLogLevel(.debug, of: nil) == ["a"])
            await store.tickets.unregister(former)
            let present = try await gateway("a", in: store)
            #expect(try await requested(present, .info, in: store) == nil)
            #expect(try await store.tickets.gateways().map(\.requestedLogLevel) == [nil])
        },
        StoreCheck("A gateway that is dead is not asked") { store in
            _ = try await requested(gateway("a", in: store), .info, in: store)
            let b = try await gateway("b", in: store)
            store.clock.advance(by: PresenceReport.silenceMaximum)
            _ = try await requested(b, .info, in: store)
            #expect(try await store.tickets.requestLogLevel(.debug, of: nil) == ["b"])
        },
    ]

    /// A process that has registered as `node`, and reported nothing yet.
    private static func gateway(
        _ node: String,
        in store: StoreUnderTest
    ) async throws -> NodeInstance {
        let instance = NodeInstance(node: node)
        try await store.register(instance)
        return instance
    }

    /// The level that a gateway is asked for when it reports that it logs at `level`.
    private static func requested(
        _ instance: NodeInstance,
        _ level: LogLevel,
        in store: StoreUnderTest
    ) async throws -> LogLevel? {
        let report = PresenceReport(
            node: instance.node,
            instance: instance.id,
            arrived: [],
            departed: [],
            isComplete: true,
            logLevel: LogLevelReport(level: level, configured: .info)
        )
        return try await store.tickets.maintain(report).requestedLogLevel
    }
}

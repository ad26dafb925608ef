import Billets
import BilletsDrills
import BilletsLoad
import BilletsMetrics
import BilletsWire
import Foundation
import Testing

/// What operators see of a real cluster.
@Suite("Whoever watches a cluster", .serialized, .timeLimit(.minutes(5)))
struct ObservabilityTests {
    @Test("finds every figure of the catalogue, and sees in them what agents did")
    func remoteFigures() async throws {
        try await RunningCluster.with(gateways: 2, store: "remote") { cluster in
            let members = try await work(in: cluster)
            let store = try #require(try await cluster.status.store?.metricsURL)
            let storeFigures = try await figures(at: store) { $0["les_billets_locks_held"] == 1 }
            let known = Set((MetricFamily.store + MetricFamily.process).map(\.name))
            #expect(storeFigures.families == known)
            #expect(storeFigures["les_billets_store_batch_commands_sum"] == 2)
            #expect(storeFigures["les_billets_locks_held"] == 1)
            let here =
                MetricFamily.sockets + MetricFamily.updater + MetricFamily.gateway
                + MetricFamily.bus + MetricFamily.link + MetricFamily.process
            for figures in members { #expect(figures.families == Set(here.map(\.name))) }
            #expect(members.map { $0["les_billets_link_up"] } == [1, 1])
        }
    }

    @Test("finds those of the store at each gateway that shares the file")
    func sharedFigures() async throws {
        try await RunningCluster.with(gateways: 2, store: "shared") { cluster in
            let members = try await work(in: cluster)
            let here =
                MetricFamily.sockets + MetricFamily.updater + MetricFamily.gateway
                + MetricFamily.bus + MetricFamily.store + MetricFamily.process
            for figures in members { #expect(figures.families == Set(here.map(\.name))) }
            #expect(members[0]["les_billets_store_batch_commands_sum"] == 2)
            #expect(members.map { $0["les_billets_locks_held"] } == [1, 1])
        }
    }

    @Test("finds a request from its trace in the log of the store process")
    func trace() async throws {
        let environment = ["LES_BILLETS_LOG_LEVEL": "debug"]
        try await RunningCluster.with(gateways: 1, store: "remote", environment: environment) {
            cluster in
            let trace = "0af7651916cd43dd8448eb211c80319c"
            let answer = try await SessionClient(url: try await cluster.status.url).request(
                "POST",
                "/api/tickets",
                token: try await cluster.logIn("ada"),
                headers: [("traceparent", "00-\(trace)-b7ad6b7169203331-01")],
                body: #"{"title":"Traced"}"#
            )
            #expect(answer.status == 201)
            // It was logged before it was answered.
            let log = try String(
                contentsOfFile: cluster.folder + "/logs/store.log",
                encoding: .utf8
            )
            #expect(log.contains { $0.isNewline })
            #expect(
                log.split(separator: "\n").contains {
                    $0.contains("A command came.") && $0.contains(trace)
                }
            )
        }
    }

    /// One agent creates a ticket and locks it, another one on the other gateway sees it.
    ///
    /// - Returns: what the gateways tell then.
    private func work(in cluster: RunningCluster) async throws -> [Figures] {
        let ada = try await cluster.client(try await cluster.logIn("ada"), onGateway: 0)
        let grace = try await cluster.client(try await cluster.logIn("grace"), onGateway: 1)
        try await ada.getTickets()
        try await grace.getTickets()
        let created = try await ada.command(.createTicket(TicketDraft(title: "Counted")))
        let ticket = try #require(created.ticket)
        let locked = try await ada.command(.lockTicket(ticket.id))
        let last = try #require(locked.revision)
        for client in [ada, grace] {
            try await client.wait("the lock") { ($0.board?.cursor.revision ?? .none) >= last }
        }
        var members: [Figures] = []
        for gateway in try await cluster.status.gateways {
            members.append(
                try await self.figures(at: gateway.member.url + "/metrics") { figures in
                    figures["les_billets_deliveries_total"] == 2
                        && figures[#"les_billets_http_requests_total{code="200"}"#] > 0
                        && figures["les_billets_locks_held", default: 1] == 1
                }
            )
        }
        #expect(
            members[0][#"les_billets_commands_total{result="accepted",type="CreateTicket"}"#] == 1
        )
        #expect(
            members[0][#"les_billets_commands_total{result="accepted",type="LockTicket"}"#] == 1
        )
        for figures in members {
            #expect(figures["les_billets_sockets"] == 1)
            #expect(figures["les_billets_ready"] == 1)
            #expect(figures["les_billets_event_lag_seconds_count"] > 0)
        }
        let balancer = SessionClient(url: try await cluster.status.url)
        #expect(try await balancer.request("GET", "/metrics").status == 404)
        return members
    }

    /// What a process tells as soon as it is as wanted: some of it is told once a second only.
    private func figures(at url: String, when isWanted: (Figures) -> Bool) async throws -> Figures {
        var figures = try await Figures(at: url)
        for _ in 0..<100 where !isWanted(figures) {
            try await Task.sleep(for: .milliseconds(100))
            figures = try await Figures(at: url)
        }
        return figures
    }
}

/// What a process told at its door for Prometheus.
private struct Figures {
    private var values: [String: Double] = [:]

    /// The families that it told of.
    private(set) var families: Set<String> = []

    /// Asks at `url`.
    init(at url: String) async throws {
        let path = try #require(URL(string: url)?.path)
        let answer = try await SessionClient(url: String(url.dropLast(path.count))).request(
            "GET",
            path
        )
        #expect(answer.status == 200)
        for line in answer.body.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# TYPE ") {
                families.insert(String(words[2]))
            } else if !line.hasPrefix("#"), let value = words.last.flatMap({ Double($0) }) {
                values[words.dropLast().joined(separator: " ")] = value
            }
        }
    }

    /// The value of a series; as `default` says if it was not told.
    subscript(series: String, default missing: Double = -1) -> Double {
        values[series] ?? missing
    }
}

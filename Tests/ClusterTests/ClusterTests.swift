import Billets
import BilletsDrills
import BilletsLoad
import BilletsProcesses
import BilletsWire
import Foundation
import Testing

/// Real processes, real Redis, real SQLite: three gateways behind HAProxy, in both store modes.
@Suite("Cluster", .serialized)
struct ClusterTests {
    @Test(
        "Three gateways show each agent all that any other does",
        arguments: ["shared", "remote"]
    )
    func mainPath(_ store: String) async throws {
        try await RunningCluster.with(store: store) { cluster in
            let tokens = try await tokens(in: cluster)
            try await everybodySeesEverything(cluster, tokens)
            try await locksExclude(cluster, tokens)
            try await versionsConflict(cluster, tokens)
            try await intentsAreCarriedOutOnce(cluster, tokens)
            try await logOutReachesEveryGateway(cluster)
            try await largeBoardIsExact(cluster, tokens)
        }
    }

    @Test(
        "Whatever is killed while agents work: nothing accepted is lost, and all agree in the end",
        arguments: ["shared", "remote"]
    )
    func kills(_ store: String) async throws {
        try await RunningCluster.with(store: store) { cluster in
            var agents: [Agent] = []
            for (name, token) in try await tokens(in: cluster).sorted(by: { $0.key < $1.key }) {
                agents.append(Agent(name, token: token, gateway: agents.count, of: cluster))
            }
            let all = agents
            try await withThrowingTaskGroup { group in
                let hasEnded = Flag()
                for agent in all {
                    group.addTask { try await work(agent, until: hasEnded) }
                }
                group.addTask {
                    defer { hasEnded.raise() }
                    try await killEachInTurn(of: cluster, while: all)
                }
                try await group.waitForAll()
            }
            try await checkAgreement(of: all, in: cluster)
        }
    }

    private func tokens(in cluster: RunningCluster) async throws -> [String: String] {
        var tokens: [String: String] = [:]
        for name in ["ada", "grace", "linus"] { tokens[name] = try await cluster.logIn(name) }
        return tokens
    }

    // MARK: The main path

    private func everybodySeesEverything(
        _ cluster: RunningCluster,
        _ tokens: [String: String]
    ) async throws {
        let names = ["ada", "grace", "linus"]
        var clients: [BoardClient] = []
        for (index, name) in names.enumerated() {
            let token = try #require(tokens[name])
            clients.append(try await cluster.client(token, onGateway: index))
        }
        let behindBalancer = try await cluster.client(try #require(tokens["ada"]), onGateway: nil)
        for client in clients + [behindBalancer] { try await client.getTickets() }
        #expect(Set(clients.compactMap { $0.observation.welcome?.node }).count == 3)

        let ada = clients[0]
        let created = try await ada.command(.createTicket(TicketDraft(title: "Seen by all")))
        let ticket = try #require(created.ticket)
        try await ada.command(.lockTicket(ticket.id))
        let edit = TicketEdit(priority: .urgent)
        try await ada.command(.updateTicket(ticket.id, version: 1, edit))
        let unlocked = try await ada.command(.unlockTicket(ticket.id))
        let last = try #require(unlocked.revision)
        for client in clients + [behindBalancer] {
            try await client.wait("all four events") { $0.cursor?.revision == last }
            let seen = client.observation
            #expect(seen.discrepancies == [])
            #expect(
                seen.events.suffix(4).map(\.change.ticketID) == [
                    ticket.id, ticket.id, ticket.id, ticket.id,
                ]
            )
            #expect(seen.board == ada.observation.board)
        }
    }

    private func locksExclude(
        _ cluster: RunningCluster,
        _ tokens: [String: String]
    ) async throws {
        let ada = try await cluster.client(try #require(tokens["ada"]), onGateway: 0)
        let grace = try await cluster.client(try #require(tokens["grace"]), onGateway: 1)
        for round in 1...10 {
            let draft = TicketDraft(title: "Contested \(round)")
            let ticket = try #require(try await ada.command(.createTicket(draft)).ticket)
            async let one = ada.command(.lockTicket(ticket.id))
            async let other = grace.command(.lockTicket(ticket.id))
            let answers = try await [one, other]
            #expect(answers.compactMap(\.revision).count == 1)
            #expect(answers.compactMap(\.code) == [.locked])
        }
    }

    private func versionsConflict(
        _ cluster: RunningCluster,
        _ tokens: [String: String]
    ) async throws {
        let ada = try await cluster.client(try #require(tokens["ada"]), onGateway: 0)
        let linus = try await cluster.client(try #require(tokens["linus"]), onGateway: 2)
        for round in 1...10 {
            let draft = TicketDraft(title: "Edited \(round)")
            let ticket = try #require(try await ada.command(.createTicket(draft)).ticket)
            let mine = ClientMessage.updateTicket(ticket.id, version: 1, TicketEdit(title: "Ada's"))
            let theirs = ClientMessage.updateTicket(
                ticket.id,
                version: 1,
                TicketEdit(title: "Linus's")
            )
            async let one = ada.command(mine)
            async let other = linus.command(theirs)
            let answers = try await [one, other]
            #expect(answers.compactMap(\.ticket?.version) == [2])
            #expect(answers.compactMap(\.code) == [.versionConflict])
        }
    }

    private func intentsAreCarriedOutOnce(
        _ cluster: RunningCluster,
        _ tokens: [String: String]
    ) async throws {
        let here = try await cluster.client(try #require(tokens["ada"]), onGateway: 0)
        let there = try await cluster.client(try #require(tokens["ada"]), onGateway: 2)
        let requestID = RequestID.random()
        let message = ClientMessage.createTicket(TicketDraft(title: "Once and for all"))
        async let one = here.command(message, requestID: requestID)
        async let other = there.command(message, requestID: requestID)
        let answers = try await [one, other]
        #expect(answers[0] == answers[1])
        #expect(answers[0].revision != nil)
        let count = "SELECT count(*) FROM tickets WHERE title = 'Once and for all'"
        #expect(try await cluster.sqlite(count) == "1")
    }

    private func logOutReachesEveryGateway(_ cluster: RunningCluster) async throws {
        let http = SessionClient(url: try await cluster.status.url)
        let token = try await cluster.logIn("linus")
        var sockets: [BoardClient] = []
        for index in 0..<3 {
            sockets.append(try await cluster.client(token, onGateway: index))
        }
        #expect(try await http.request("DELETE", "/api/session", token: token).status == 204)
        for socket in sockets {
            try await socket.wait("the goodbye") { $0.hasEnded }
            #expect(socket.observation.closeCode == 4401)
        }
        for gateway in try await cluster.status.gateways {
            let there = SessionClient(url: gateway.member.url)
            #expect(try await there.request("GET", "/api/session", token: token).status == 401)
        }
    }

    private func largeBoardIsExact(
        _ cluster: RunningCluster,
        _ tokens: [String: String]
    ) async throws {
        let grace = try await cluster.client(try #require(tokens["grace"]), onGateway: 1)
        try await fill(to: 20_000, by: grace)
        // The newcomer loads while others go on writing.
        let ada = try await cluster.client(try #require(tokens["ada"]), onGateway: 0)
        try ada.send(.getTickets(since: nil))
        var last = Revision.none
        for number in 1...20 {
            let answer = try await grace.command(
                .createTicket(TicketDraft(title: "Late \(number)"))
            )
            last = answer.revision ?? last
        }
        let end = last
        try await ada.wait("the whole board", patience: .seconds(120)) {
            $0.isComplete && $0.cursor.map { $0.revision >= end } ?? false
        }
        #expect(ada.observation.snapshotFrames > 1)
        #expect(ada.observation.discrepancies == [])
        #expect(try #require(ada.observation.board).tickets.count >= 20_020)
        let linus = try await cluster.client(try #require(tokens["linus"]), onGateway: 2)
        try await linus.getTickets()
        #expect(try await linus.agrees(with: ada))
    }

    /// Creates tickets, many at a time, until there are `count`.
    private func fill(to count: Int, by client: BoardClient) async throws {
        let batch = 500
        for _ in 0..<(count / batch) {
            let requestIDs = (0..<batch).map { _ in RequestID.random() }
            for (number, requestID) in requestIDs.enumerated() {
                let draft = TicketDraft(title: "Filler \(number)", description: "It is loud.")
                try client.send(.createTicket(draft), requestID: requestID)
            }
            let last = requestIDs[batch - 1]
            try await client.wait("a batch") { $0.answers[last] != nil || $0.hasEnded }
        }
    }

    // MARK: Kills

    /// Creates, locks, changes and unlocks tickets, of its own and of others.
    private func work(_ agent: Agent, until hasEnded: Flag) async throws {
        var round = 0
        while !hasEnded.isRaised {
            round += 1
            let draft = TicketDraft(title: "Round \(round)")
            let created = try await agent.perform(.createTicket(draft))
            guard let ticket = created.ticket else { continue }
            _ = try await agent.perform(.lockTicket(ticket.id))
            let edit = TicketEdit(description: "Work goes on.")
            _ = try await agent.perform(.updateTicket(ticket.id, version: 1, edit))
            _ = try await agent.perform(.unlockTicket(ticket.id))
        }
    }

    /// Kills each kind of process with SIGKILL, and waits each time until the cluster has healed.
    private func killEachInTurn(
        of cluster: RunningCluster,
        while agents: [Agent]
    ) async throws {
        let victims: [@Sendable (ClusterStatus) -> Int32?] = [
            { $0.gateways[0].member.pid }, { $0.redis.pid }, { $0.store?.pid },
            { $0.gateways[2].member.pid }, { $0.balancerPID },
        ]
        for victim in victims {
            guard let pid = victim(try await cluster.status) else { continue }
            for agent in agents { try await agent.accept(more: 5) }
            kill(pid, SIGKILL)
            try await cluster.waitForStatus { victim($0) != pid }
        }
    }

    private func checkAgreement(of agents: [Agent], in cluster: RunningCluster) async throws {
        var last = Revision.none
        for agent in agents {
            last = max(last, await agent.accepted.values.max() ?? .none)
        }
        var boards: [Board] = []
        for agent in agents { boards.append(try await agent.finish(at: last)) }
        for agent in agents {
            #expect(await agent.discrepancies == [])
            let revisions = await agent.revisions
            #expect(revisions == Array((revisions.first ?? 1)...(revisions.last ?? 0)))
        }
        #expect(boards.allSatisfy { $0 == boards[0] })
        #expect(await agents[0].returns + agents[2].returns > 0)

        let bounds = try await cluster.sqlite(
            "SELECT min(revision), max(revision), count(*) FROM events"
        )
        let numbers = bounds.split(separator: "|").compactMap { Int64($0) }
        #expect(numbers.count == 3 && numbers[1] - numbers[0] + 1 == numbers[2])
        let rows = try await cluster.sqlite(
            "SELECT request_id, revision FROM events WHERE request_id IS NOT NULL"
        )
        let committed = Set(rows.split(separator: "\n").map(String.init))
        for agent in agents {
            let missing = await agent.accepted.filter { requestID, revision in
                !committed.contains("\(requestID)|\(revision)")
            }
            #expect(missing == [:])
        }
        #expect(try await cluster.sqlite("PRAGMA integrity_check") == "ok")
    }
}

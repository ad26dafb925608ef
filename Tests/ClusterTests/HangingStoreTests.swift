import Billets
import BilletsDrills
import BilletsLoad
import BilletsWire
import Foundation
import Glibc
import Subprocess
import Testing

/// The store of a real cluster hangs, in each way that it can.
@Suite("A cluster whose store hangs", .serialized, .timeLimit(.minutes(5)))
struct HangingStoreTests {
    private static let commandsAtOnce = 300
    private static let environment = ["LES_BILLETS_COMMAND_SECONDS": "2"]

    @Test("The store process hangs: everything is unavailable in time, and all goes on by itself")
    func storeProcess() async throws {
        try await run(store: "remote") { cluster in
            let pid = try #require(try await cluster.status.store?.pid)
            kill(pid, SIGSTOP)
            return { kill(pid, SIGCONT) }
        }
    }

    @Test("Another process holds the writer lock: nothing is written, reading goes on")
    func writerLock() async throws {
        try await run(store: "shared") { cluster in
            let path = try await cluster.status.database + "-writer.lock"
            let descriptor = open(path, O_RDWR | O_CLOEXEC)
            try #require(descriptor >= 0)
            // Waits for a transaction that is under way.
            try #require(flock(descriptor, LOCK_EX) == 0)
            return { close(descriptor) }
        }
    }

    @Test("A program that does not know the writer lock holds a transaction: the same")
    func transaction() async throws {
        try await run(store: "shared") { cluster in
            let database = try await cluster.status.database
            let pipe = cluster.folder + "/pipe"
            try #require(mkfifo(pipe, 0o600) == 0)
            // It holds the transaction until somebody has opened and closed the pipe.
            let shell = Task {
                _ = try await Subprocess.run(
                    .name("setpriv"),
                    arguments: [
                        "--pdeathsig", "KILL", "--", "sqlite3", "-cmd", ".timeout 10000", database,
                        "BEGIN EXCLUSIVE", ".shell touch \(pipe).held; cat \(pipe)", "COMMIT",
                    ],
                    output: .discarded,
                    error: .discarded
                )
            }
            while !FileManager.default.fileExists(atPath: pipe + ".held") {
                try await Task.sleep(for: .milliseconds(10))
            }
            return {
                close(open(pipe, O_WRONLY))
                _ = shell
            }
        }
    }

    private func run(
        store: String,
        _ hang: @Sendable (RunningCluster) async throws -> (() -> Void)
    ) async throws {
        try await RunningCluster.with(
            gateways: 2,
            store: store,
            environment: Self.environment
        ) { cluster in
            let token = try await cluster.logIn("ada")
            let ada = try await cluster.client(token, onGateway: 0)
            let grace = try await cluster.client(try await cluster.logIn("grace"), onGateway: 1)
            try await ada.getTickets()
            try await grace.getTickets()
            let proceed = try await hang(cluster)
            let requests: [RequestID]
            do {
                requests = try await meet(ada, cluster, token, canRead: store == "shared")
            } catch {
                proceed()
                throw error
            }
            proceed()
            try await checkConvergence(requests, ada, grace, cluster)
        }
    }

    /// What is asked while the store hangs is answered.
    private func meet(
        _ ada: BoardClient,
        _ cluster: RunningCluster,
        _ token: String,
        canRead: Bool
    ) async throws -> [RequestID] {
        let requests = (0..<Self.commandsAtOnce).map { _ in RequestID.random() }
        for (number, requestID) in requests.enumerated() {
            try ada.send(.createTicket(TicketDraft(title: "\(number)")), requestID: requestID)
        }
        try await ada.wait("all answers") { seen in
            requests.allSatisfy { seen.answers[$0] != nil }
        }
        let codes = Set(requests.map { ada.observation.answers[$0]?.code })
        #expect(codes == [.unavailable])

        let http = SessionClient(url: try await cluster.status.gateways[0].member.url)
        let body = #"{"email":"linus@example.com","password":"\#(RunningCluster.password)"}"#
        let logIn = try await http.request("POST", "/api/session", body: body)
        // Without limits attempts are not counted, so that a log-in only reads.
        #expect(logIn.status == (canRead ? 200 : 503))
        #expect((logIn.headers["retry-after"] != nil) == !canRead)
        let change = try await http.request(
            "POST",
            "/api/tickets",
            token: token,
            body: #"{"title":"Over HTTP"}"#
        )
        #expect(change.status == 503)
        let read = try await http.request("GET", "/api/tickets", token: token)
        #expect(read.status == (canRead ? 200 : 503))
        #expect((read.headers["retry-after"] != nil) == !canRead)
        #expect(!ada.observation.hasEnded)
        return requests
    }

    /// Everything goes on, and whatever became of the commands, each is there once in the end.
    private func checkConvergence(
        _ requests: [RequestID],
        _ ada: BoardClient,
        _ grace: BoardClient,
        _ cluster: RunningCluster
    ) async throws {
        var last = Revision.none
        for (number, requestID) in requests.enumerated() {
            let message = ClientMessage.createTicket(TicketDraft(title: "\(number)"))
            for _ in 0..<200 {
                let answer = try await ada.command(message, requestID: requestID)
                if let revision = answer.revision {
                    last = max(last, revision)
                    break
                }
                #expect(answer.code == .unavailable)
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        let end = last
        for client in [ada, grace] {
            try await client.wait("the last command") {
                $0.cursor.map { $0.revision >= end } ?? false
            }
            #expect(client.observation.discrepancies == [])
        }
        let count = "SELECT count(*), count(DISTINCT request_id) FROM events WHERE request_id IN ("
        let ids = requests.map { "'\($0)'" }.joined(separator: ",")
        #expect(try await cluster.sqlite(count + ids + ")") == "300|300")
        for gateway in try await cluster.status.gateways {
            let http = SessionClient(url: gateway.member.url)
            var status = 0
            for _ in 0..<600 {
                status = try await http.request("GET", "/readyz").status
                if status == 200 { break }
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(status == 200)
        }
        _ = try await cluster.logIn("linus")
    }
}

import BilletsLoad
import Foundation
import Subprocess
import Testing

/// A server that is put under load by the program beside it, both as they were built.
struct LoadedServer: Sendable {
    /// Where it is.
    let url: String

    /// Starts a server with the users of the demonstration, and hands it to `body`.
    static func with(
        limits: Bool = false,
        _ body: @escaping @Sendable (LoadedServer) async throws -> Void
    ) async throws -> BuiltProgram.Outcome {
        let variables = ["LES_BILLETS_NO_LIMITS": limits ? "no" : "yes"]
        return try await BuiltProgram().with(variables).serve(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            ":memory:",
            "--demo"
        ) { line in try await body(LoadedServer(url: line)) }
    }

    /// The program as ada, and whoever else `emails` names, with this server in its environment.
    func program(emails: String = "ada@example.com", url: String? = nil) -> BuiltProgram {
        BuiltProgram().with([
            "LES_BILLETS_URL": url ?? self.url, "LES_BILLETS_EMAIL": emails,
            "LES_BILLETS_PASSWORD": "demo-password",
        ])
    }

    /// A session of ada.
    func logIn() async throws -> String {
        try await LoadLogIn(at: try #require(LoadTarget(url)))
            .tokens(of: ["ada@example.com"], password: "demo-password")[0]
    }

    /// The tickets that are there, the latest 200, in the session `token`.
    func tickets(_ token: String) async throws -> [[String: Any]] {
        let answer = try await SessionClient(url: url)
            .request("GET", "/api/tickets?limit=200&sort=-number", token: token)
        let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8))
        return try #require((object as? [String: Any])?["tickets"] as? [[String: Any]])
    }

    /// The tickets of the load test `test`, the latest 200.
    func tickets(of test: String) async throws -> [[String: Any]] {
        try await tickets(logIn()).filter { ($0["title"] as? String)?.contains(test) == true }
    }

    /// The number of tickets that speak of `test` in their titles, and are open.
    func openTickets(of test: String) async throws -> Int {
        try await tickets(of: test).count { $0["status"] as? String == "open" }
    }

    /// Waits until the load test `test` changes tickets.
    func changes(of test: String) async throws {
        let token = try await logIn()
        while try await tickets(token).allSatisfy({
            ($0["title"] as? String)?.contains(test) != true || ($0["version"] as? Int ?? 0) < 3
        }) {
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Waits until so many sockets are open.
    func sockets(_ count: Int) async throws {
        let session = SessionClient(url: url)
        let name = "les_billets_sockets "
        while true {
            let lines = try await session.request("GET", "/metrics").body.split(separator: "\n")
            let line = lines.first { $0.hasPrefix(name) }
            if line.flatMap({ Double($0.dropFirst(name.count)) }) == Double(count) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

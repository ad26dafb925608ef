import Billets
import BilletsLoad
import BilletsWire
import Foundation
import NIOPosix
import Subprocess

extension RunningCluster {
    /// The password of the demonstration's users.
    static let password = "demo-password"

    /// Where a gateway takes sockets; over the balancer where there is no index.
    func address(ofGateway index: Int?) throws -> SocketAddressOfServer {
        let url = try index.map { try status.gateways[$0].url } ?? status.url
        let components = URLComponents(string: url)
        return SocketAddressOfServer(host: components?.host ?? "", port: components?.port ?? 0)
    }

    /// The token of one of the demonstration's users, logged in once.
    func token(of name: String) async throws -> String {
        if let token = rememberedToken(of: name) { return token }
        let http = SessionClient(url: try status.url)
        let body = #"{"email":"\#(name)@example.com","password":"\#(Self.password)"}"#
        let answer = try await http.request("POST", "/api/session", body: body)
        guard let token = answer.body.firstMatch(of: /"token":"([^"]+)"/)?.1 else {
            throw Failure(description: "no token: \(answer)")
        }
        remember(token: String(token), of: name)
        return String(token)
    }

    /// A socket of one of the demonstration's users, on a gateway or over the balancer; `board` is what
    /// the client keeps from an earlier one.
    func client(
        _ name: String,
        onGateway index: Int?,
        board: Board? = nil
    ) async throws -> BoardClient {
        try await BoardClient.connect(
            to: try address(ofGateway: index),
            token: try await token(of: name),
            board: board,
            on: MultiThreadedEventLoopGroup.singleton
        )
    }

    /// What the sqlite3 shell answers to a question about the database.
    func sqlite(_ question: String) async throws -> String {
        let result = try await Subprocess.run(
            .name("sqlite3"),
            arguments: [try status.database, question],
            output: .string(limit: 1024 * 1024),
            error: .string(limit: 1024 * 1024)
        )
        guard result.standardError.isEmpty else { throw Failure(description: result.standardError) }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

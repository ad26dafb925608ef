public import Billets
public import BilletsLoad
public import BilletsWire
import Foundation
import NIOPosix
import Subprocess

extension RunningCluster {
    /// Waits until the cluster says that all of it is ready again, in a way that satisfies `condition`.
    @discardableResult
    public func waitForStatus(where condition: @Sendable (ClusterStatus) -> Bool) async throws
        -> ClusterStatus
    {
        while true {
            let status = try await nextStatus()
            if condition(status) { return status }
        }
    }

    /// Where a gateway takes sockets; the balancer where there is no index.
    public func address(ofGateway index: Int?) throws -> SocketAddressOfServer {
        let url = try index.map { try status.gateways[$0].member.url } ?? status.url
        let components = URLComponents(string: url)
        return SocketAddressOfServer(host: components?.host ?? "", port: components?.port ?? 0)
    }

    /// Logs one of the demonstration's users in.
    public func logIn(_ name: String) async throws -> String {
        let body = #"{"email":"\#(name)@example.com","password":"\#(Self.password)"}"#
        let answer = try await SessionClient(url: try status.url)
            .request("POST", "/api/session", body: body)
        guard let token = answer.body.firstMatch(of: /"token":"([^"]+)"/)?.1 else {
            throw Trouble("no token: \(answer)")
        }
        return String(token)
    }

    /// Logs one of the demonstration's users in until the token is signed by the key `key`, of which the gateways
    /// hear soon: there is no signal for it.
    public func logInSigned(by key: String, as name: String) async throws -> String {
        for _ in 0..<100 {
            let token = try await logIn(name)
            let head = token.prefix { $0 != "." }.replacing("-", with: "+").replacing(
                "_",
                with: "/"
            )
            let padding = String(repeating: "=", count: (4 - head.count % 4) % 4)
            let json = Data(base64Encoded: head + padding).map {
                String(decoding: $0, as: UTF8.self)
            }
            if json?.contains(key) == true { return token }
        }
        throw Trouble("no gateway signs with \(key)")
    }

    /// What `les-billets` with these arguments prints about this cluster's database.
    public func program(_ arguments: String...) async throws -> String {
        let result = try await Subprocess.run(
            .name("env"),
            arguments: Arguments(
                [Self.executable] + arguments + ["--store", "sqlite:" + status.database]
            ),
            output: .string(limit: 1024 * 1024),
            error: .string(limit: 1024 * 1024)
        )
        guard result.terminationStatus.isSuccess else { throw Trouble(result.standardError) }
        return result.standardOutput.trimmingCharacters(in: .newlines)
    }

    /// A socket with the session of `token`, on a gateway or over the balancer; `board` is what the client
    /// keeps from an earlier one.
    public func client(
        _ token: String,
        onGateway index: Int?,
        board: Board? = nil
    ) async throws -> BoardClient {
        try await BoardClient.connect(
            to: try address(ofGateway: index),
            token: token,
            board: board,
            on: MultiThreadedEventLoopGroup.singleton
        )
    }

    /// What the sqlite3 shell answers to a question about the database.
    public func sqlite(_ question: String) async throws -> String {
        let result = try await Subprocess.run(
            .name("sqlite3"),
            arguments: [try status.database, question],
            output: .string(limit: 16 * 1024 * 1024),
            error: .string(limit: 1024 * 1024)
        )
        guard result.standardError.isEmpty else { throw Trouble(result.standardError) }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

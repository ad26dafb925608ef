import Billets
import BilletsContracts
import BilletsDocuments
import BilletsLoad
import Foundation
import HTTPTypes
import Logging
import Metrics
import NIOPosix
import Testing

@testable import BilletsGateway
@testable import BilletsWire

/// What the documents say is what there is, in both directions.
@Suite("Served documents")
struct DocumentTests {
    private func object(_ bytes: [UInt8]) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(bytes))
        return try #require(value as? [String: Any])
    }

    /// The routes of a gateway.
    static func routes() async throws -> [Route] {
        let store = MemoryStore()
        let passwords = PasswordHasher(threads: 1)
        var configuration = GatewayConfiguration(node: "gateway-1", host: "127.0.0.1", port: 0)
        configuration.metrics = MetricsSettings(
            factory: NOOPMetricsHandler.instance,
            mediaType: "text/plain"
        ) { [] }
        let logger = Logger(label: "routes")
        let parts = GatewayParts(
            configuration,
            try await store.identity(),
            from: Cursor(epoch: .random(), revision: .none),
            membership: NodeMembership(
                instance: NodeInstance(node: "gateway-1"),
                store: store,
                logger: logger
            ),
            store: store,
            accounts: store,
            bus: MemoryEventBus(),
            passwords: passwords,
            eventLoops: .singleton,
            logger: logger
        )
        parts.stop()
        await passwords.shutDown()
        return parts.routes.routes
    }

    /// The value at the end of a path of keys.
    private func value(_ object: [String: Any], _ path: String...) throws -> Any {
        var value: Any = object
        for key in path {
            let members = try #require(value as? [String: Any], "\(path)")
            value = try #require(members[key], "\(key) of \(path)")
        }
        return value
    }

    private func words(_ object: [String: Any], _ schema: String, _ property: String? = nil) throws
        -> Set<String>
    {
        let schema = try value(object, "components", "schemas", schema)
        let members = try #require(schema as? [String: Any])
        let holder = try property.map { try value(members, "properties", $0) } ?? members
        let list = try #require((holder as? [String: Any])?["enum"] as? [Any])
        return Set(list.compactMap { $0 as? String })
    }

    @Test("Every route is in the OpenAPI document, and every operation there is a route")
    func routes() async throws {
        let routes = try await Self.routes()
        let document = try object(ServedDocuments.openAPI)
        let paths = try #require(try value(document, "paths") as? [String: [String: Any]])
        let told = paths.flatMap { path, item in
            item.keys.map { "\($0.uppercased()) \(path)" }
        }
        #expect(Set(told) == Set(routes.map { "\($0.method.rawValue) \($0.path)" }))
        for route in routes {
            let operation = try #require(
                paths[route.path]?[route.method.rawValue.lowercased()] as? [String: Any]
            )
            let answers = try #require(operation["responses"] as? [String: Any]).keys
            switch route.handler {
            case .open:
                #expect((operation["security"] as? [Any])?.isEmpty == true, "\(route.path)")
            case .session, .logIn, .administrator, .administratorLogIn:
                #expect(operation["security"] == nil, "\(route.path)")
                #expect(answers.contains("401") && answers.contains("403"), "\(route.path)")
            }
        }
    }

    @Test("The words of the OpenAPI document are those of the program")
    func words() throws {
        let document = try object(ServedDocuments.openAPI)
        #expect(try words(document, "Status") == Set(TicketStatus.allCases.map(\.rawValue)))
        #expect(try words(document, "Priority") == Set(TicketPriority.allCases.map(\.rawValue)))
        #expect(try words(document, "Role") == Set(AccountRole.allCases.map(\.rawValue)))
        #expect(try words(document, "UnlockReason") == Set(UnlockReason.allCases.map(\.rawValue)))
        let ofHTTP: Set<String> = [
            "unauthorized", "forbidden", "method_not_allowed", "timeout", "conflict", "gone",
            "upgrade_required", "internal_error",
        ]
        let codes = Set(RejectionCode.allCases.map(\.rawValue))
        #expect(try words(document, "Problem", "code") == codes.union(ofHTTP))
        let parameters = try #require(
            try value(document, "paths", "/api/tickets", "get", "parameters") as? [[String: Any]]
        )
        let sort = try #require(parameters.first { $0["name"] as? String == "sort" })
        let orders = try #require((sort["schema"] as? [String: Any])?["enum"] as? [String])
        #expect(Set(orders) == Set(TicketOrder.parameters))
    }

    @Test("Every message of the socket is in the AsyncAPI document, and no other")
    func messages() throws {
        let document = try object(ServedDocuments.asyncAPI)
        func told(_ operation: String) throws -> Set<String> {
            let list = try value(document, "operations", operation, "messages")
            let references = try #require(list as? [[String: String]])
            return Set(
                references.compactMap { $0["$ref"]?.split(separator: "/").last.map(String.init) }
            )
        }
        let names = Set(MessageType.allCases.map(\.rawValue))
        let said = try told("say")
        let heard = try told("hear")
        #expect(said.union(heard) == names)
        #expect(said.isDisjoint(with: heard))
        #expect(
            said == ["GetTickets", "CreateTicket", "LockTicket", "UpdateTicket", "UnlockTicket"]
        )
        let all = try #require(try value(document, "components", "messages") as? [String: Any])
        #expect(Set(all.keys) == names)
        let codes = try words(document, "Rejected", "code")
        #expect(codes == Set(RejectionCode.allCases.map(\.rawValue)))
    }

    @Test("Every close code is in the AsyncAPI document, and no other")
    func closeCodes() throws {
        let document = try object(ServedDocuments.asyncAPI)
        let list = try value(document, "channels", "socket", "x-closeCodes")
        let codes = try #require(list as? [[String: Any]]).compactMap { $0["code"] as? Int }
        #expect(Set(codes) == Set(CloseReason.allCases.map { Int($0.code) }))
    }

    /// Many tools read JSON as YAML, which knows no surrogates (YAML 1.2, 5.7): characters stand there as they are.
    @Test("They are YAML, too")
    func yaml() {
        for bytes in [ServedDocuments.openAPI, ServedDocuments.asyncAPI] {
            #expect(!String(decoding: bytes, as: UTF8.self).lowercased().contains("\\ud"))
        }
    }

    @Test("They are served as they are, and not again while they are the same")
    func served() async throws {
        try await RunningGateway.run { gateway in
            for (path, bytes) in [
                ("/openapi.json", ServedDocuments.openAPI),
                ("/asyncapi.json", ServedDocuments.asyncAPI),
            ] {
                let answer = try await gateway.http.request("GET", path)
                #expect(answer.status == 200)
                #expect(answer.headers["content-type"] == "application/json")
                #expect(Array(answer.body.utf8) == bytes)
                let tag = try #require(answer.headers["etag"])
                let again = try await gateway.http.request(
                    "GET",
                    path,
                    headers: [("If-None-Match", tag)]
                )
                #expect(again.status == 304 && again.body.isEmpty)
            }
        }
    }
}

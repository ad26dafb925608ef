import Billets
import BilletsContracts
import BilletsLoad
import BilletsWire
import HTTPTypes
import Testing

@testable import BilletsGateway

@Suite("Ids of requests")
struct RequestLogTests {
    private func id(_ values: String...) throws -> String? {
        let field = try #require(RequestLogMiddleware.field)
        return RequestLogMiddleware.id(
            of: HTTPFields(values.map { HTTPField(name: field, value: $0) })
        )
    }

    @Test("A client's id is taken over if it can be shown everywhere")
    func plain() throws {
        for fit in [
            "4711", "01890a5d-ac96-774b-bcce-b302099a8057", "req_Ab.9:x/y+z=", "x",
            String(repeating: "a", count: RequestLogMiddleware.idCharactersMaximum),
        ] {
            #expect(try id(fit) == fit)
        }
    }

    @Test("One that is too long, is empty, holds anything else or stands there twice is not")
    func unfit() throws {
        for unfit in [
            "", "a b", "a\"b", "a,b", "é", "<script>", "{}",
            String(repeating: "a", count: RequestLogMiddleware.idCharactersMaximum + 1),
        ] {
            #expect(try id(unfit) == nil)
        }
        #expect(try id() == nil)
        #expect(try id("a", "b") == nil)
    }

    @Test("What the log says of a socket carries the connection that its client knows from Welcome")
    func connection() async throws {
        let log = LogRecorder()
        let store = MemoryStore()
        try await RunningGateway.run(store: store, logger: log.logger) { gateway in
            let client = try await gateway.client("Ada", in: store)
            let welcome = try #require(client.observation.welcome)
            try client.socket.drop()
            let ended = await log.line(with: "A socket has ended")
            let opened = await log.line(with: "A socket was opened")
            #expect(opened.hasPrefix("debug: "))
            for line in [opened, ended] {
                #expect(line.contains(welcome.connectionID))
                #expect(line.contains(welcome.user.id.description))
            }
        }
        let request = await log.line(with: "/api/session")
        #expect(request.hasPrefix("debug: Request"))
        #expect(request.contains("hb.request.id"))
        #expect(request.contains(#""status": 200"#))
        // What happens all the time is for those who look closely.
        #expect(
            !log.lines.contains { $0.hasPrefix("info: Request") || $0.hasPrefix("info: A socket") }
        )
    }
}

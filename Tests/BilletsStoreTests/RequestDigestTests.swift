import Billets
import BilletsWire
import Testing

@testable import BilletsStore

@Suite struct RequestDigestTests {
    private static let count = "SELECT count(*) FROM request_digests"

    private func creation(_ title: String, by agent: Agent, _ id: RequestID) -> CommandRequest {
        agent.creating(title, requestID: id)
    }

    @Test func `Commands of one request id in one transaction are told apart`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let (agent, id) = (Agent(), RequestID.random())
        let titles = ["One", "One", "Two", " One "]
        let answers = await agent.answers(
            to: titles.map { creation($0, by: agent, id) },
            in: store
        )
        #expect(try answers[0].get().revision == Revision(1))
        #expect(try answers[1].get().revision == Revision(1))
        #expect(answers[2].rejection == .reusedRequestID)
        #expect(try answers[3].get().revision == Revision(1))
        #expect(try await store.snapshot().tickets.map(\.title) == ["One"])
        await store.close()
    }

    @Test func `A refused command leaves its request id to any other`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let (agent, id) = (Agent(), RequestID.random())
        let missing = CommandRequest(user: agent.user, requestID: id, command: .lock(.random()))
        #expect(await store.execute(missing).rejection?.code == .notFound)
        #expect(try folder.sql(Self.count) == ["0"])
        _ = try await store.execute(creation("One", by: agent, id)).get()
        #expect(try folder.sql(Self.count) == ["1"])
        await store.close()
    }

    @Test func `The event of an older version answers any command of its request id`() async throws
    {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let (agent, id) = (Agent(), RequestID.random())
        let first = try await store.execute(creation("One", by: agent, id)).get()
        try folder.sql("DELETE FROM request_digests")
        let second = try await store.execute(creation("Two", by: agent, id)).get()
        #expect(second.revision == first.revision)
        await store.close()
    }

    @Test func `A digest is forgotten with its event`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore(retention: Retention(eventsMaximum: 5))
        let agent = Agent()
        for number in 1...20 {
            _ = try await store.execute(creation("\(number)", by: agent, .random())).get()
        }
        #expect(try folder.sql("SELECT count(*) FROM events") == ["5"])
        #expect(
            try folder.sql("SELECT revision FROM request_digests ORDER BY revision")
                == (16...20).map(String.init)
        )
        await store.close()
    }

    @Test func `A digest that is left of a deleted event stops no command`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let (agent, id) = (Agent(), RequestID.random())
        try folder.sql("INSERT INTO request_digests VALUES (1, zeroblob(16))")
        _ = try await store.execute(creation("One", by: agent, id)).get()
        #expect(try await store.execute(creation("One", by: agent, id)).get().revision.number == 1)
        await store.close()
    }

    @Test func `An event that no command caused has no digest`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        try await Agent().create(in: store)
        #expect(try folder.sql(Self.count) == ["0"])
        await store.close()
    }
}

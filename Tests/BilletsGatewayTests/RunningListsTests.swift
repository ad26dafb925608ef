import Billets
import Testing

@testable import BilletsGateway

@Suite struct RunningListsTests {
    @Test func `A user waits for so many lists at the same time, others are not held up`()
        async throws
    {
        let lists = RunningLists()
        let (ada, grace) = (UserID.random(), UserID.random())
        let depth = try await nest(ada, in: lists)
        #expect(depth == RunningLists.perUserMaximum)
        // Those that have ended count no more.
        #expect(try await nest(ada, in: lists) == depth)
        #expect(try await nest(grace, in: lists) == depth)
    }

    @Test func `A list that fails counts no more`() async throws {
        let lists = RunningLists()
        let user = UserID.random()
        for _ in 0...RunningLists.perUserMaximum {
            let refusal = await #expect(throws: Rejection.self) {
                try await lists.run(for: user) { () async throws(Rejection) -> Int in
                    throw Rejection(.unavailable, "The store is away.")
                }
            }
            #expect(refusal?.code == .unavailable)
        }
    }

    /// The number of lists of `user` that can run at the same time.
    private func nest(_ user: UserID, in lists: RunningLists) async throws(Rejection) -> Int {
        do throws(Rejection) {
            return try await lists.run(for: user) { () async throws(Rejection) -> Int in
                try await nest(user, in: lists) + 1
            }
        } catch {
            guard error.code == .rateLimited else { throw error }
            return 0
        }
    }
}

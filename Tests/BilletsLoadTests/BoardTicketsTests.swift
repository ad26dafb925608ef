import BilletsLoad
import BilletsSeeds
import Testing

@Suite struct BoardTicketsTests {
    private func tickets(of agent: Int, _ shares: BoardTickets) -> Set<Int> {
        var generator = SeededGenerator(seed: UInt64(agent))
        return Set((0..<500).map { _ in shares.ticket(for: agent, using: &generator) })
    }

    @Test func `Agents who are the same user share no ticket`() {
        let shares = BoardTickets(users: [0, 0, 0, 0, 0], tickets: 20)
        let taken = (0..<5).map { tickets(of: $0, shares) }
        #expect(taken.reduce(0) { $0 + $1.count } == 20)
        #expect(taken.reduce(Set()) { $0.union($1) } == Set(0..<20))
    }

    @Test func `Agents who are different users contend`() {
        let shares = BoardTickets(users: [0, 1, 0, 1], tickets: 16)
        #expect(tickets(of: 0, shares) == tickets(of: 1, shares))
        #expect(tickets(of: 0, shares).isDisjoint(with: tickets(of: 2, shares)))
    }

    /// With two gateways, neighbours are the same user.
    @Test func `In whatever order the users come, those who are the same share no ticket`() {
        let shares = BoardTickets(users: [0, 0, 1, 1], tickets: 16)
        #expect(tickets(of: 0, shares).isDisjoint(with: tickets(of: 1, shares)))
        #expect(tickets(of: 2, shares).isDisjoint(with: tickets(of: 3, shares)))
        #expect(tickets(of: 0, shares) == tickets(of: 2, shares))
    }

    @Test func `There is a ticket for everybody, however few there are`() {
        let shares = BoardTickets(users: [0, 0, 0, 0, 0, 0, 0], tickets: 2)
        for agent in 0..<7 {
            #expect(tickets(of: agent, shares).allSatisfy { (0..<2).contains($0) })
        }
    }
}

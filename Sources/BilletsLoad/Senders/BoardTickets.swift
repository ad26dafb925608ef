/// Which of a run's tickets an agent may take.
///
/// A lock belongs to a user, not to a socket: two agents who are the same user would renew each other's locks, and take them away. So those share
/// no ticket; agents who are different users contend for theirs.
public struct BoardTickets: Sendable {
    /// The number of each agent among those who are the same user.
    private let ranks: [Int]
    private let agentsOfUser: Int
    private let tickets: Int

    /// The tickets of the agents who are these users.
    public init(users: [Int], tickets: Int) {
        var counts: [Int: Int] = [:]
        ranks = users.map { user in
            defer { counts[user, default: 0] += 1 }
            return counts[user, default: 0]
        }
        agentsOfUser = max(1, counts.values.max() ?? 1)
        self.tickets = tickets
    }

    /// A ticket for the agent `agent`, chosen by `generator`.
    public func ticket(
        for agent: Int,
        using generator: inout some RandomNumberGenerator
    ) -> Int {
        let share = ranks[agent]
        let count = (tickets - share + agentsOfUser - 1) / agentsOfUser
        guard count > 0 else { return share % max(1, tickets) }
        return share + Int.random(in: 0..<count, using: &generator) * agentsOfUser
    }
}

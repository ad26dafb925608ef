/// Which of a run's tickets an agent may take.
///
/// A lock belongs to a user, not to a socket: two agents who are the same user would renew each other's locks, and take them away. So those share
/// no ticket; agents who are different users contend for theirs.
public struct BoardTickets: Sendable {
    private let agentsOfUser: Int
    private let users: Int
    private let tickets: Int

    /// The tickets of so many agents, who are so many users, in turn.
    public init(agents: Int, users: Int, tickets: Int) {
        self.users = max(1, users)
        agentsOfUser = max(1, (agents + self.users - 1) / self.users)
        self.tickets = tickets
    }

    /// A ticket for the agent `agent`, chosen by `generator`.
    public func ticket(
        for agent: Int,
        using generator: inout some RandomNumberGenerator
    ) -> Int {
        let share = agent / users % agentsOfUser
        let count = (tickets - share + agentsOfUser - 1) / agentsOfUser
        guard count > 0 else { return share % max(1, tickets) }
        return share + Int.random(in: 0..<count, using: &generator) * agentsOfUser
    }
}

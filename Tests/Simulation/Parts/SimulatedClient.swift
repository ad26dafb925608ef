import Billets
import BilletsLoad

/// A client: what it has seen, and what it wants.
struct SimulatedClient {
    /// How many commands it has under way at a time.
    static let intentsMaximum = 3

    /// Who it is; two clients may be of one user.
    let user: User

    /// What it has seen on its present connection; its board outlives the connection.
    var observation = Observation()

    /// Its present connection.
    var connection: Int?

    /// Whether its first question on this connection has been answered.
    var isLive = false

    /// How many of its questions on this connection may still be answered.
    var questions = 0

    /// Where the answer stands that is coming in, frame by frame.
    var loading: Cursor?

    /// What it has no certain answer to.
    var intents: [ClientIntent] = []

    /// When it went away for good, in microseconds; nil if it has not.
    var leftAt: Int?

    /// Whether it reads slowly.
    var isSlow = false

    /// A client of `user` that has seen nothing.
    init(user: User) {
        self.user = user
    }
}

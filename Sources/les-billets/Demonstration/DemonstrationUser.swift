import Billets

/// Somebody who works on the tickets of a demonstration.
enum DemonstrationUser: String, CaseIterable, Sendable {
    /// Ada Lovelace, who also looks after the accounts.
    case ada

    /// Grace Hopper.
    case grace

    /// Linus Torvalds.
    case linus

    /// What they log in with.
    var email: String { rawValue + "@example.com" }

    /// What they are called.
    var name: String {
        switch self {
        case .ada: "Ada Lovelace"
        case .grace: "Grace Hopper"
        case .linus: "Linus Torvalds"
        }
    }

    /// What they may do.
    var role: AccountRole {
        switch self {
        case .ada: .admin
        case .grace, .linus: .agent
        }
    }
}

/// How a process of a cluster is made.
struct ProcessLaunch: Hashable, Sendable {
    /// The absolute path of the program.
    let program: String

    /// What follows its name on the command line; never a secret.
    let arguments: [String]

    /// What its environment says beside what it inherits; nil takes a variable away.
    let environment: [String: String?]
}

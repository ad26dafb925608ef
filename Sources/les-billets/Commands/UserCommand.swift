import ArgumentParser

/// The command `les-billets user`.
struct UserCommand: ParsableCommand {
    /// How it is called, and what it can do.
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Add, list and change the accounts that people log in with.",
        subcommands: [
            UserAddCommand.self, UserListCommand.self, UserPasswdCommand.self,
            UserDisableCommand.self, UserEnableCommand.self, UserRoleCommand.self,
        ]
    )
}

import ArgumentParser

/// The command `les-billets key`.
struct KeyCommand: ParsableCommand {
    /// How it is called, and what it can do.
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "List and replace the keys that sessions are signed with.",
        discussion: """
            `rotate` logs nobody out: the new key signs, the old ones are still good. When all sessions \
            that an old one signed have ended, remove it; remove it at once to end them now. Gateways hear \
            of either within a second.
            """,
        subcommands: [KeyListCommand.self, KeyRotateCommand.self, KeyRemoveCommand.self]
    )
}

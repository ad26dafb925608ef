import ArgumentParser

/// The command `les-billets version`.
struct VersionCommand: ParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Say which version this is."
    )

    /// Says it.
    func run() {
        StandardStreams.output("les-billets \(Version.current)")
    }
}

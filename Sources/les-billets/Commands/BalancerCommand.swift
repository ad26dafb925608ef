import ArgumentParser

/// The command `les-billets balancer`, for maintainers: deploy/generate-balancer runs it.
struct BalancerCommand: ParsableCommand {
    /// Its name and help.
    static let configuration = CommandConfiguration(
        commandName: "balancer",
        abstract: "Print a configuration of HAProxy, as the folder deploy holds it.",
        shouldDisplay: false
    )

    /// The configuration.
    @Argument(
        help: "compose, compose-tls, systemd or systemd-tls.",
        transform: BalancerFile.init(parsing:)
    )
    var file: BalancerFile

    /// Prints it.
    func run() {
        // The last line break is added by the output.
        StandardStreams.output(file.configuration.text.utf8.dropLast())
    }
}

import ArgumentParser
import Glibc

/// The program.
@main
struct LesBillets: AsyncParsableCommand {
    /// What it is called, and what it can do.
    static let configuration = CommandConfiguration(
        commandName: "les-billets",
        abstract: "One live board of support tickets for many agents at once.",
        discussion: """
            Every option can also be given by the environment variable in the brackets behind it; the \
            command line wins. Secrets come from the environment only, or from a file that the \
            variable of the same name with _FILE at its end names. The SQL files and whatever else is \
            needed are found beside the program, or in the folder that \(Setting.share.rawValue) names.
            """,
        version: "les-billets \(Version.current)",
        subcommands: [
            ClusterCommand.self, ServeCommand.self, GatewayCommand.self, StoreCommand.self,
            MigrateCommand.self, BackupCommand.self, RestoreCommand.self, UserCommand.self,
            KeyCommand.self, HealthcheckCommand.self, DoctorCommand.self, LoadCommand.self,
            VersionCommand.self, BalancerCommand.self,
        ]
    )

    /// Runs the program to its end.
    static func main() async {
        StandardDescriptors.openMissing()
        // A write to a closed pipe then fails with EPIPE, which each writer handles.
        signal(SIGPIPE, SIG_IGN)
        Glibc.exit(
            await CommandLineRun(arguments: Array(CommandLine.arguments.dropFirst())).perform()
        )
    }
}

import ArgumentParser
import BilletsChaos
import BilletsProcesses
import Foundation

/// The command `billets-chaos`.
@main
struct ChaosProgram: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "billets-chaos",
        abstract:
            "Break everything around real processes of Les Billets, and see whether promises hold.",
        discussion: """
            Clients work over several gateways while faults are injected; in the end everything that they did and saw is \
            compared with the database. Tables (Markdown) are printed on standard output, progress on standard error. \
            Ends with 1 if a promise was broken, or a drill's number not met. les-billets must have been built beside it, and the \
            library DiskFaults for faults of disks and clocks.
            """
    )

    /// How long faults are injected.
    @Option(help: "How long faults are injected, in seconds.")
    var seconds = 600

    /// How the gateways reach the database.
    @Option(help: "How the gateways reach the database: shared or remote.")
    var store: StoreMode = .shared

    /// What all choices follow from.
    @Option(help: "What all choices follow from; a number at random unless given.")
    var seed: UInt64 = .random(in: 1...999_999)

    /// How many clients work.
    @Option(help: "How many clients work.")
    var clients = 24

    /// How many gateways there are.
    @Option(help: "How many gateways.")
    var gateways = 3

    /// Which drill is carried out.
    @Option(help: "Carry out a drill instead: one fault by itself, measured.")
    var drill: Drill?

    /// How many lock contests the drill has.
    @Option(help: "How many contests the drill locks has.")
    var contests = 10_000

    /// How many clients vanish in the drill.
    @Option(help: "How many clients vanish at once in the drill vanish.")
    var crowd = 3_000

    /// Refuses what makes no sense.
    func validate() throws {
        guard (1...100_000).contains(seconds), (1...1000).contains(clients),
            (2...16).contains(gateways), (1...10_000_000).contains(contests),
            (1...20_000).contains(crowd)
        else {
            throw ValidationError(
                "--seconds is 1 to 100000, --clients 1 to 1000, --gateways 2 to 16, --contests 1 to 10000000, "
                    + "--crowd 1 to 20000."
            )
        }
    }

    /// Carries the run, or the drill, out.
    func run() async throws {
        OpenFiles.raiseLimit()
        if let drill {
            var plan = DrillPlan(store: store, seed: seed)
            plan.gateways = gateways
            plan.contests = contests
            plan.crowd = crowd
            let report = try await drill.run(plan) { Self.say($0) }
            print(report.markdown)
            guard report.isPassed else { throw ExitCode.failure }
        } else {
            var plan = RunPlan(
                rig: RigPlan(store: store, gateways: gateways),
                seed: seed,
                duration: .seconds(seconds)
            )
            plan.clients = clients
            let report = try await MixedRun(plan) { Self.say($0) }.run()
            print(report.markdown)
            guard report.violations.isEmpty else { throw ExitCode.failure }
        }
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}

import ArgumentParser
import BilletsSimulation
import Glibc

/// The program `billets-simulation`: as many schedules as wanted, from one seed.
@main
struct SimulationProgram: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "billets-simulation",
        abstract:
            "Simulate gateways, clients, bus and store that fail in every way, from one seed.",
        discussion: """
            Tells its progress on the error stream, and at the end one line of JSON on the output. Exits \
            with 1 if a promise was broken, after telling what led to it.
            """
    )

    /// How many schedules are run.
    @Option(help: "How many schedules are run.")
    var schedules = 1_000_000

    /// The first seed.
    @Option(help: "The seed of the first schedule; the others have the numbers after it.")
    var seed: UInt64 = 1

    /// A deliberate fault.
    @Option(
        help: "A deliberate fault in the simulated world, which must be found: \(Self.defects)."
    )
    var defect: Defect?

    /// How many threads run them.
    @Option(help: "How many threads run them.")
    var jobs = 2

    /// Whether one schedule is told line by line.
    @Flag(help: "Tell the first schedule line by line, and run no other.")
    var history = false

    private static var defects: String {
        Defect.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// Refuses numbers that make no sense.
    func validate() throws {
        guard schedules >= 1, (1...1024).contains(jobs) else {
            throw ValidationError("Give at least 1 for --schedules, and 1 to 1024 for --jobs.")
        }
    }

    /// Runs them.
    func run() async throws {
        if history {
            for line in Schedule(seed: seed, defect: defect).history() { print(line) }
            return
        }
        let clock = ContinuousClock()
        let start = clock.now
        let campaign = Campaign(seed: seed, schedules: schedules, defect: defect, jobs: jobs)
        let step = max(1_000, schedules / 100)
        let result = await campaign.run { done in
            guard done.isMultiple(of: step) else { return }
            Self.tell("\(done) of \(schedules) schedules after \(clock.now - start)")
        }
        let (seconds, attoseconds) = (clock.now - start).components
        if let violation = result.violation { Self.tell(violation.description) }
        print(
            result.json(
                seconds: Double(seconds) + Double(attoseconds) / 1e18,
                seed: seed,
                defect: defect
            )
        )
        if result.violation != nil { throw ExitCode(1) }
    }

    private static func tell(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        // Whoever does not read the error stream does not care for what is lost.
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

extension Defect: ExpressibleByArgument {}

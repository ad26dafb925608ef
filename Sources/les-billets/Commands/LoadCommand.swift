import ArgumentParser
import Billets
import BilletsLoad
import BilletsWire
import UnixSignals

/// The command `les-billets load`.
struct LoadCommand: AsyncParsableCommand {
    /// The status of a test that did not show what it was to show.
    static let notHeldStatus: Int32 = 2

    /// The status of a test that somebody ended who did not want to wait: 128 and the number of SIGINT, as shells
    /// say it.
    static let interruptedStatus: Int32 = 130

    /// Descriptors that are needed for other things than sockets.
    static let descriptorsReserved = 64

    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Put an installation under load, and measure it.",
        discussion: """
            idle: sockets follow the board, nothing is sent. fanout: a few senders change tickets at a rate, every \
            socket sees every change. storm: as fanout; half-way all sockets vanish, and come back at once with \
            `since`. board: agents look, lock a ticket, edit it, unlock it. write: senders that keep a window of \
            unanswered commands full.

            Every socket is checked for lost, repeated and disordered events. Latency is counted from when a change \
            was due, not from when it could be sent. A change bears that time by this machine's clock: the changes of other \
            processes on this machine are measured, too, those of other machines are not; start one process on each \
            machine, or several on one, all but one with --senders 0.

            The tickets of a test are made by it, and closed in the end. The password is in the file that \
            --password-file names, or in \(Setting.password.rawValue); a token in --token-file, or in \
            \(Setting.token.rawValue). Gateways limit what one user and one address may do: start them with \
            --no-limits.

            The status is 0 if all that was stated held (--p99 20ms --loss 0), 2 if not, 1 if nothing could be \
            measured, 64 for options that make no sense. Ctrl-C ends the test in order, with the results so far.
            """
    )

    /// What is done.
    @Argument(
        help: "idle, fanout, storm, board or write.",
        transform: LoadScenario.init(parsing:)
    )
    var scenario: LoadScenario

    @OptionGroup(title: "Who and where") var target: LoadTargetOptions

    @OptionGroup(title: "How much") var shape: LoadShapeOptions

    @OptionGroup(title: "What must hold") var objectives: LoadObjectiveOptions

    /// Whether the report is JSON.
    @Flag(help: .setting(.json, "Print the report as one JSON object."))
    var json = false

    /// Where the plot goes.
    @Option(
        help: .setting(
            .plot,
            "Write a picture of the latencies to this file, an SVG.",
            value: "file"
        ),
        transform: String.init(parsing:)
    )
    var plot: String?

    /// Makes the load, and reports.
    func run() async throws {
        let settings = Settings.process
        let targets = try target.targets(settings)
        var plan = try shape.plan(scenario, targets, settings)
        let stated = try objectives.objectives(scenario, settings)
        plan.authorityPath = try settings.value(target.tlsAuthority, .tlsAuthority)
        try refuseWithoutDescriptors(plan)
        let picture = try settings.value(plot, .plot).map { try PlotFile($0) }
        let isJSON = try settings.value(json ? true : nil, .json) ?? false
        var report: LoadReport
        do {
            let tokens = try await target.tokens(targets[0], settings).map(\.revealed)
            report = try await perform(plan, tokens)
        } catch let failure as LoadFailure {
            throw Complaint(failure.sentence)
        }
        report.verdicts = stated.map { $0.verdict(on: report) }
        try picture?.write(LatencyPlot(report).svg)
        if isJSON {
            StandardStreams.output(report.encoded())
        } else {
            for line in LoadTable.lines(of: report) { StandardStreams.output(line) }
        }
        if !report.isHeld { throw ExitCode(Self.notHeldStatus) }
    }

    private func perform(_ plan: LoadPlan, _ tokens: [String]) async throws -> LoadReport {
        let line = StatusLine()
        defer { line.clear() }
        let run = LoadRun(plan, tokens: tokens) { line.show($0.line) }
        return try await withThrowingTaskGroup(of: LoadReport?.self) { group in
            group.addTask { try await run.perform() }
            group.addTask {
                var count = 0
                let signals = InheritedSignals.handled(.sigint, .sigterm)
                for await _ in await UnixSignalsSequence(trapping: signals) {
                    count += 1
                    run.stop()
                    if count == 2 { throw ExitCode(Self.interruptedStatus) }
                }
                return nil
            }
            defer { group.cancelAll() }
            for try await report in group { if let report { return report } }
            throw ExitCode(Self.interruptedStatus)
        }
    }

    private func refuseWithoutDescriptors(_ plan: LoadPlan) throws {
        let limit = DescriptorLimit.raise()
        guard plan.sockets + plan.senders + Self.descriptorsReserved <= limit else {
            throw Complaint(
                "This process may have \(limit) files and sockets, too few for "
                    + "\(plan.sockets + plan.senders) sockets: raise the hard limit with "
                    + "`ulimit -Hn`, or start several."
            )
        }
    }
}

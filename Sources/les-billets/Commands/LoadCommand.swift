import ArgumentParser
import Billets
import BilletsLoad
import BilletsWire

/// The command `les-billets load`.
struct LoadCommand: AsyncParsableCommand {
    /// The status of a test that did not show what it was to show.
    static let notHeldStatus: Int32 = 2

    /// The status of a test that lost one of its processes.
    static let incompleteStatus: Int32 = 1

    /// Descriptors that are needed for other things than sockets.
    static let descriptorsReserved = 64

    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Put an installation under load, and measure it.",
        discussion: """
            idle: sockets follow the board, nothing is sent. fanout: a few senders change tickets at a rate, every \
            socket sees every change. storm: as fanout; half-way all sockets disconnect, and come back at once with \
            `since`. board: agents look, lock a ticket, edit it, unlock it. write: senders that keep a window of \
            unanswered commands full. close: closes the tickets that the test --test left open.

            Every socket is checked for lost, repeated and disordered events. Latency is counted from when a change \
            was due, not from when it could be sent. Only the test's own changes within the measured time are measured: \
            their tickets carry a mark with the id of the test, its phase and the time by this machine's clock, which all \
            processes on it share.

            --processes N starts N processes, divides sockets, senders and rate over them, and prints one result. On \
            another machine, start a test with --senders 0 and the same --test: it checks its sockets, but measures no \
            latency, since its clock is another one.

            The tickets of a test are made by it, and closed in the end; if some are left open, it says so. The password is \
            in the file that --password-file names, or in \(Setting.password.rawValue); a token in --token-file, or in \
            \(Setting.token.rawValue). Gateways limit what one user and one address may do: start them with \
            --no-limits.

            --loss and the latencies cover connected sockets only: state --failures 0, too. The status is 0 if all that was \
            stated held (--p99 20ms --loss 0 --failures 0), 2 if not, 1 if nothing could be measured or one of several \
            processes ended too early, 64 for options that make no sense. Ctrl-C ends the test in order, with the results \
            so far; a second one ends it at once.
            """
    )

    /// What is done.
    @Argument(
        help: "idle, fanout, storm, board or write; or close.",
        transform: LoadTask.init(parsing:)
    )
    var scenario: LoadTask

    @OptionGroup(title: "Who and where") var target: LoadTargetOptions

    @OptionGroup(title: "How much") var shape: LoadShapeOptions

    @OptionGroup(title: "What must hold") var objectives: LoadObjectiveOptions

    /// The id of the test.
    @Option(
        help: .setting(
            .test,
            "The id of the test: with --senders 0, the test that is measured; with close, the one whose tickets are closed.",
            value: "id",
            default: "a new one; with --senders 0, the first that is seen"
        ),
        transform: LoadTestID.init(parsing:)
    )
    var test: LoadTestID?

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

    /// The share of a process that a test of several processes has started.
    @Option(
        help: ArgumentHelp("A part of a test of several processes.", visibility: .private),
        transform: LoadShare.init(parsing:)
    )
    var worker: LoadShare?

    /// Makes the load, and reports.
    func run() async throws {
        let settings = Settings.process
        do {
            switch scenario {
            case .test(let scenario): try await run(scenario, settings)
            case .close: try await close(settings)
            }
        } catch let failure as LoadFailure {
            throw Complaint(failure.sentence)
        }
    }

    private func run(_ scenario: LoadScenario, _ settings: Settings) async throws {
        var plan = try shape.plan(scenario, try target.targets(settings), settings)
        if let test = try settings.value(test, .test) {
            plan.test = test
            plan.isTestChosen = true
        }
        let stated = try objectives.objectives(scenario, settings)
        plan.authorityPath = try settings.value(target.tlsAuthority, .tlsAuthority)
        if let worker {
            _ = DescriptorLimit.raise()
            await LoadWorkerLink.perform(plan, worker)
            return
        }
        let processes = try shape.processes(plan, settings)
        let credentials = try target.credentials(settings)
        try refuseWithoutDescriptors(plan, processes)
        let picture = try settings.value(plot, .plot).map { try PlotFile($0) }
        let isJSON = try settings.value(json ? true : nil, .json) ?? false
        let line = StatusLine()
        defer { line.clear() }
        let tokens = try await enter(&plan, line, credentials)
        let session = LoadSession(plan: plan, processes: processes, tokens: tokens, line: line)
        var report = try await session.perform()
        line.clear()
        report.judge(by: stated)
        try picture?.write(LatencyPlot(report).svg)
        if isJSON {
            StandardStreams.output(report.encoded())
        } else {
            for line in LoadTable.lines(of: report) { StandardStreams.output(line) }
        }
        if !report.isComplete { throw ExitCode(Self.incompleteStatus) }
        if !report.isHeld { throw ExitCode(Self.notHeldStatus) }
    }

    /// Leaves the gateways in `plan` that can be reached, and logs in at the first.
    private func enter(
        _ plan: inout LoadPlan,
        _ line: StatusLine,
        _ credentials: LoadCredentials
    ) async throws -> [Secret] {
        line.show("reaching \(plan.targets[0].url)")
        let reach = LoadReach(authorityPath: plan.authorityPath) { sentence in
            line.clear()
            StandardStreams.error("les-billets: \(sentence)")
        }
        plan.targets = try await reach.reachable(plan.targets)
        let target = plan.targets[0]
        let authorityPath = plan.authorityPath
        line.show("logging in at \(target.url)")
        return try await reach.loggingIn(at: target) {
            try await credentials.tokens(at: target, authorityPath: authorityPath)
        }
    }

    private func close(_ settings: Settings) async throws {
        guard let test = try settings.value(test, .test) else {
            throw ValidationError("Say whose tickets are to be closed: --test with the test's id.")
        }
        var plan = LoadPlan(
            scenario: .idle,
            targets: try target.targets(settings),
            sockets: 0,
            senders: 0,
            rate: RateProfile(final: 1),
            seconds: 0
        )
        plan.authorityPath = try settings.value(target.tlsAuthority, .tlsAuthority)
        let credentials = try target.credentials(settings)
        let line = StatusLine()
        defer { line.clear() }
        let tokens = try await enter(&plan, line, credentials)
        let outcome = await TicketCleanUp(
            test,
            at: plan.targets,
            tokens: tokens.map(\.revealed),
            authorityPath: plan.authorityPath
        ) { line.show($0) }
        .perform(within: LoadSession.cleanUpTime)
        line.clear()
        StandardStreams.output("Closed \(outcome.closed) tickets of the test \(test).")
        let url = plan.targets[0].url
        if let sentence = CleanUpAdvice.sentence(outcome, test: test, url: url) {
            throw Complaint(sentence)
        }
    }

    private func refuseWithoutDescriptors(_ plan: LoadPlan, _ processes: Int) throws {
        let limit = DescriptorLimit.raise()
        let largest =
            LoadShare.all(processes).map { share in
                share.range(of: plan.sockets).count + share.range(of: plan.senders).count
            }.max() ?? 0
        guard largest + Self.descriptorsReserved <= limit else {
            throw Complaint(
                "A process may have \(limit) files and sockets here, too few for \(largest) sockets: raise the hard limit "
                    + "with `ulimit -Hn`, or start more processes with --processes."
            )
        }
    }
}

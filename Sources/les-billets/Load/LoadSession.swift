import ArgumentParser
import Billets
import BilletsLoad
import BilletsWire
import Synchronization
import UnixSignals

/// A load test from its first socket to its clean-up, which Ctrl-C ends early.
struct LoadSession: Sendable {
    /// The status of a test that a second Ctrl-C ended at once: 128 and the number of SIGINT, as shells say it.
    static let interruptedStatus: Int32 = 130

    /// The longest clean-up.
    static let cleanUpTime: Duration = .seconds(60)

    /// The longest clean-up of a test that was ended early.
    static let interruptedCleanUpTime: Duration = .seconds(15)

    /// The plan of the whole test.
    let plan: LoadPlan

    /// The number of processes.
    let processes: Int

    /// The sessions of the test's users.
    let tokens: [Secret]

    /// The line that shows the progress.
    let line: StatusLine

    /// Carries out the test, and closes its tickets.
    ///
    /// - Throws: a `LoadFailure` if nothing can be found out, an `ExitCode` after a second Ctrl-C.
    func perform() async throws -> LoadReport {
        let test = try test()
        let isStopped = Flag()
        do {
            return try await withThrowingTaskGroup(of: LoadReport?.self) { group in
                group.addTask { try await perform(test, isStopped) }
                group.addTask {
                    let signals = InheritedSignals.handled(.sigint, .sigterm)
                    for await _ in await UnixSignalsSequence(trapping: signals) {
                        guard isStopped.raise() else {
                            throw ExitCode(Self.interruptedStatus)
                        }
                        await test.stop()
                    }
                    return nil
                }
                defer { group.cancelAll() }
                for try await report in group { if let report { return report } }
                throw ExitCode(Self.interruptedStatus)
            }
        } catch let code as ExitCode {
            if plan.senders > 0 {
                line.clear()
                let hint = CleanUpAdvice.sentence(test: plan.test, url: plan.targets[0].url)
                StandardStreams.error("les-billets: \(hint)")
            }
            throw code
        }
    }

    private func test() throws -> any LoadTestInProgress {
        let line = line
        let show: @Sendable (LoadProgress) -> Void = { line.show($0.line) }
        guard processes > 1 else {
            return LoadTest(plan, tokens: tokens.map(\.revealed), show: show)
        }
        return JointLoadTest(
            plan,
            processes: processes,
            program: try Installation.program(),
            arguments: Array(CommandLine.arguments.dropFirst()),
            tokens: tokens.map(\.revealed),
            show: show
        )
    }

    private func perform(_ test: any LoadTestInProgress, _ isStopped: Flag) async throws
        -> LoadReport
    {
        do {
            var report = try await test.perform()
            guard plan.senders > 0 else { return report }
            let outcome = await cleanUp(isStopped)
            report.ticketsLeftOpen = outcome.left.map(Int64.init)
            if let sentence = sentence(outcome) { report.notes.append(sentence) }
            return report
        } catch let failure as LoadFailure where failure.mayLeaveTickets {
            let outcome = await cleanUp(isStopped)
            throw LoadFailure(
                [failure.sentence, sentence(outcome)].compactMap { $0 }.joined(separator: " ")
            )
        }
    }

    private func cleanUp(_ isStopped: Flag) async -> TicketCleanUp.Outcome {
        let line = line
        line.show("closing the test's tickets")
        return await TicketCleanUp(
            plan.test,
            at: plan.targets,
            tokens: tokens.map(\.revealed),
            authorityPath: plan.authorityPath
        ) { line.show($0) }
        .perform(within: isStopped.isRaised ? Self.interruptedCleanUpTime : Self.cleanUpTime)
    }

    private func sentence(_ outcome: TicketCleanUp.Outcome) -> String? {
        CleanUpAdvice.sentence(outcome, test: plan.test, url: plan.targets[0].url)
    }

    /// A flag that is raised once.
    private final class Flag: Sendable {
        private let state = Atomic<Bool>(false)

        var isRaised: Bool { state.load(ordering: .acquiring) }

        /// - Returns: whether it was this call that raised it.
        func raise() -> Bool {
            state.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing)
                .exchanged
        }
    }
}

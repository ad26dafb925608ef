import BilletsWire
import Glibc
import UnixSignals

/// Performs what `ClusterSupervision` decides: makes processes, asks them, signals them, and speaks.
struct ClusterSupervisor: Sendable {
    /// How many lines of a dead process's log are shown.
    static let logLinesShown = 20

    /// How many signals may wait for a process that is being made.
    static let waitingSignalsMaximum = 8

    /// What is supervised.
    let plan: ClusterPlan

    /// Takes a status each time everything is ready with other processes than before.
    let announce: @Sendable (ClusterStatus) -> Void

    /// Takes sentences for people.
    let say: @Sendable (String) -> Void

    /// Takes lines of a process's log, to be shown to people.
    let quote: @Sendable (String) -> Void

    /// Runs the cluster to its end; each of `stops` asks for that, and each of `rolls` for a restart of all gateways.
    func run(until stops: UnixSignalsSequence, rolls: UnixSignalsSequence) async -> ClusterOutcome {
        // Each task below tells a few events and ends, so that what waits here is bounded by the
        // number of posts.
        let (events, tell) = AsyncStream.makeStream(of: ClusterEvent.self)
        let clock = ContinuousClock()
        let start = clock.now
        return await withDiscardingTaskGroup(returning: ClusterOutcome.self) { group in
            group.addTask {
                for await _ in stops { tell.yield(.stopAsked) }
            }
            group.addTask {
                for await _ in rolls { tell.yield(.rollAsked) }
            }
            var supervision = ClusterSupervision(stages: plan.stages, drain: plan.drain)
            var signals: [ClusterPost: AsyncStream<ProcessSignal>.Continuation] = [:]
            var outcome = perform(supervision.begin(), in: &group, signals: &signals, tell: tell)
            for await event in events where outcome == nil {
                let actions = supervision.handle(event, at: start.duration(to: clock.now))
                outcome = perform(actions, in: &group, signals: &signals, tell: tell)
                if outcome != nil { break }
            }
            group.cancelAll()
            return outcome ?? .stopped
        }
    }

    private func perform(
        _ actions: [ClusterAction],
        in group: inout DiscardingTaskGroup,
        signals: inout [ClusterPost: AsyncStream<ProcessSignal>.Continuation],
        tell: AsyncStream<ClusterEvent>.Continuation
    ) -> ClusterOutcome? {
        var outcome: ClusterOutcome?
        for action in actions {
            switch action {
            case .launch(let post):
                let (stream, continuation) = AsyncStream.makeStream(
                    of: ProcessSignal.self,
                    bufferingPolicy: .bufferingNewest(Self.waitingSignalsMaximum)
                )
                let isFirst = signals.updateValue(continuation, forKey: post) == nil
                group.addTask { await run(post, isFirst: isFirst, signals: stream, tell: tell) }
            case .ask(let post, let question, let pause):
                group.addTask {
                    await ask(post, question: question, after: pause, tell: tell)
                }
            case .schedule(let event, let pause):
                group.addTask {
                    guard (try? await Task.sleep(for: pause)) != nil else { return }
                    tell.yield(event)
                }
            case .signal(let post, let signal):
                signals[post]?.yield(signal)
            case .announce(let pids):
                if let status = plan.status(pids: pids) { announce(status) }
            case .say(let sentence):
                say(sentence)
            case .reportRoll(let report):
                say(report.sentence)
                plan.folder.send(report)
            case .showLog(let post):
                showLog(of: post)
            case .finish(let reached):
                outcome = reached
            }
        }
        return outcome
    }

    private func run(
        _ post: ClusterPost,
        isFirst: Bool,
        signals: AsyncStream<ProcessSignal>,
        tell: AsyncStream<ClusterEvent>.Continuation
    ) async {
        let process = ClusterProcess(
            launch: plan.launch(of: post),
            tether: plan.programs.tether,
            parentPID: getpid(),
            logPath: plan.folder.log(of: post),
            continuesLog: !isFirst,
            say: say
        )
        let end = await process.run(signals: signals) { tell.yield(.started(post, pid: $0)) }
        tell.yield(.ended(post, end))
    }

    private func ask(
        _ post: ClusterPost,
        question: Int,
        after pause: Duration,
        tell: AsyncStream<ClusterEvent>.Continuation
    ) async {
        guard (try? await Task.sleep(for: pause)) != nil else { return }
        let isReady = await ReadinessProbe.ask(plan.question(to: post))
        tell.yield(.answered(post, question: question, isReady: isReady))
    }

    private func showLog(of post: ClusterPost) {
        let path = plan.folder.log(of: post)
        let lines = LogFile.lastLines(of: path, count: Self.logLinesShown)
        say(lines.isEmpty ? "\(post) said nothing (\(path))." : "The end of \(path):")
        for line in lines { quote(line) }
    }
}

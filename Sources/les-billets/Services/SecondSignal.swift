import ServiceLifecycle
import UnixSignals

/// Handles the second SIGINT or SIGTERM: the first one ends a process in order, the second one ends it sooner.
struct SecondSignal: Service {
    /// Is called at the second signal.
    let act: @Sendable () -> Void

    /// Listens until everything else has ended.
    func run() async {
        await cancelWhenGracefulShutdown {
            var count = 0
            let signals = InheritedSignals.handled(.sigint, .sigterm)
            for await _ in await UnixSignalsSequence(trapping: signals) {
                count += 1
                if count == 2 { act() }
            }
        }
    }
}

import ServiceLifecycle
import UnixSignals

/// Hears the second SIGINT or SIGTERM: the first one ends a process in order, and whoever sends another wants it
/// sooner.
struct SecondSignal: Service {
    /// What is done then.
    let act: @Sendable () -> Void

    /// Listens until everything else has ended.
    func run() async {
        await cancelWhenGracefulShutdown {
            var count = 0
            for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
                count += 1
                if count == 2 { act() }
            }
        }
    }
}

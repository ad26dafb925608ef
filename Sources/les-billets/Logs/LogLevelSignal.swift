import BilletsWire
import Logging
import ServiceLifecycle
import UnixSignals

/// Turns the log of a process up, and down again, at each SIGHUP: for whoever wants to see more of a process that must
/// not be restarted for it.
struct LogLevelSignal: Service {
    /// What is turned.
    let levels: LogLevelSwitch

    /// Where it says so.
    let logger: Logger

    /// Listens until everything else has ended.
    func run() async {
        await cancelWhenGracefulShutdown {
            for await _ in await UnixSignalsSequence(trapping: .sighup) { turn() }
        }
    }

    private func turn() {
        let (before, after) = (levels.level, levels.turned)
        // Said while more is let through, so that it is seen from both sides.
        if after < before { levels.set(after) }
        logger.notice("SIGHUP: the log level was \(before.rawValue), and is now \(after.rawValue).")
        if after >= before { levels.set(after) }
    }
}

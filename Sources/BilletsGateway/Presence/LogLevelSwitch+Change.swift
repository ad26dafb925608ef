import BilletsWire
import Logging

extension LogLevelSwitch {
    /// Lets `level` hold from now on, and says so.
    func change(to level: LogLevel, _ logger: Logger) {
        let before = self.level
        // Said while more is let through, so that it is seen from both sides.
        if level < before { set(level) }
        logger.notice("The log level was \(before.rawValue), and is now \(level.rawValue).")
        set(level)
    }
}

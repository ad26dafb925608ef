import Billets
import BilletsWire

/// Decides how long a gateway tries to register while another process holds its name.
///
/// Decides without I/O.
enum RegistrationWait {
    /// The step after an attempt.
    enum Step: Hashable {
        /// The name is this process's.
        case serve

        /// Try again in a moment.
        case wait

        /// Give up: a live process holds the name.
        case refuse
    }

    /// The time that an ending process has to give the name back.
    static let endMaximum: Duration = .seconds(2)

    /// A holder that was heard of within this time lives: it reports at least every `PresenceReport.intervalMaximum`.
    static let heardLately: Duration = PresenceReport.intervalMaximum * 2

    /// The pause between two attempts.
    static let pause: Duration = .milliseconds(100)

    /// The step after an attempt that was answered with `registration`, `elapsed` after the first one.
    ///
    /// A holder that is silent either reports again or loses the name, so that the wait ends after
    /// `PresenceReport.silenceMaximum` at the latest.
    static func step(after registration: NodeRegistration, elapsed: Duration) -> Step {
        switch registration {
        case .registered: return .serve
        case .taken(let silence):
            let lives = silence.map { $0 < heardLately } ?? true
            return lives && elapsed >= endMaximum ? .refuse : .wait
        }
    }
}

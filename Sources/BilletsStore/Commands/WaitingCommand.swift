import Billets
import BilletsWire

/// A command that has not been carried out yet, and whom to answer.
struct WaitingCommand: Sendable {
    /// What is to be done.
    let request: CommandRequest

    /// When it came.
    let arrivedAt = ContinuousClock.now

    /// Takes the answer, once.
    let answer: @Sendable (Result<Acceptance, Rejection>) -> Void
}

import Billets
import BilletsWire

/// A command that has not been carried out yet, and whom to answer.
struct WaitingCommand: Sendable {
    /// What is to be done.
    let request: CommandRequest

    /// When it came.
    let arrivedAt = ContinuousClock.now

    /// Where the answer goes, once.
    let address: AnswerAddress
}

extension WaitingCommand {
    /// Answers that nothing was changed, and why.
    func refuse(_ rejection: Rejection) {
        address.take(.failure(rejection))
    }
}

import Billets
import BilletsWire

/// A command that has not been carried out yet, and whom to answer.
struct WaitingCommand: Sendable {
    /// What is to be done.
    let request: CommandRequest

    /// Its intent; nil without a request id.
    let intent: Intent?

    /// When it came.
    let arrivedAt = ContinuousClock.now

    /// Where the answer goes, once.
    let address: AnswerAddress

    /// A command that came now.
    ///
    /// The digest of the command is made here, on the thread of its sender, and not on the writer's.
    init(request: CommandRequest, address: AnswerAddress) {
        self.request = request
        self.address = address
        intent = Intent(request)
    }
}

extension WaitingCommand {
    /// Answers that nothing was changed, and why.
    func refuse(_ rejection: Rejection) {
        address.take(.failure(rejection))
    }
}

import Billets

/// Waits for one answer.
final class SingleAnswerTaker: AnswerTaker {
    private let answer: @Sendable (Result<Acceptance, Rejection>) -> Void

    /// Hands the answer to `answer`.
    init(_ answer: @escaping @Sendable (Result<Acceptance, Rejection>) -> Void) {
        self.answer = answer
    }

    func take(_ answers: [NumberedAnswer]) {
        for each in answers { answer(each.result) }
    }
}

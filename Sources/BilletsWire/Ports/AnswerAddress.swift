public import Billets

/// Whom to answer, and under which number they know the command.
public struct AnswerAddress: Sendable {
    private let taker: any AnswerTaker
    private let number: UInt64

    /// `taker`, who knows the command as `number`; numbers are the taker's own affair.
    public init(_ taker: any AnswerTaker, _ number: UInt64) {
        self.taker = taker
        self.number = number
    }

    /// Gives one answer by itself.
    public func take(_ result: Result<Acceptance, Rejection>) {
        taker.take([NumberedAnswer(number: number, result: result)])
    }

    /// Gives answers that came together: all that are for one taker in one go, and in their order.
    public static func deliver(_ answers: [(AnswerAddress, Result<Acceptance, Rejection>)]) {
        var shares: [(taker: any AnswerTaker, answers: [NumberedAnswer])] = []
        var places: [ObjectIdentifier: Int] = [:]
        for (address, result) in answers {
            let answer = NumberedAnswer(number: address.number, result: result)
            if let place = places[ObjectIdentifier(address.taker)] {
                shares[place].answers.append(answer)
            } else {
                places[ObjectIdentifier(address.taker)] = shares.count
                shares.append((address.taker, [answer]))
            }
        }
        for share in shares { share.taker.take(share.answers) }
    }
}

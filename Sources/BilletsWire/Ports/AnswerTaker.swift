/// Takes the answers to the commands that it submitted.
///
/// Those of one commit come in one go, so that whoever waits for them is woken once, and what was changed is spread
/// together.
public protocol AnswerTaker: AnyObject, Sendable {
    /// Commands were answered, in this order, each once; on any thread.
    func take(_ answers: [NumberedAnswer])
}

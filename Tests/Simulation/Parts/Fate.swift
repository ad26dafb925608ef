/// What becomes of a command or a report on its way to the store and back.
enum Fate {
    /// It is carried out and answered.
    case arrives

    /// It is carried out, and the answer is lost.
    case answerLost

    /// It never gets there.
    case questionLost
}

/// What is said of a roll while it goes on; the last line is `done` or `stopped`.
enum ClusterRollReport: Hashable, Sendable {
    /// It begins.
    case begun(String)

    /// It goes on.
    case progress(String)

    /// Every gateway was restarted, and everything is ready.
    case done(String)

    /// It does not go on, or did not begin; the sentence says why.
    case stopped(String)

    /// What is said, for people.
    var sentence: String {
        switch self {
        case .begun(let sentence), .progress(let sentence), .done(let sentence),
            .stopped(let sentence):
            sentence
        }
    }

    /// The line of the report's file, which `deploy/roll` reads.
    var line: String {
        let word =
            switch self {
            case .begun: "begun"
            case .progress: "progress"
            case .done: "done"
            case .stopped: "stopped"
            }
        return "\(word): \(SingleLineLogHandler.plain(sentence))"
    }
}

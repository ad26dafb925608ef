/// How a process ended.
enum ProcessEnd: Hashable, Sendable {
    /// By itself, with this status.
    case exited(Int32)

    /// By this signal.
    case signalled(Int32)

    /// Before it began, for this reason.
    case neverBegan(String)
}

extension ProcessEnd: CustomStringConvertible {
    /// What follows a process's name in a sentence.
    var description: String {
        switch self {
        case .exited(let status): "ended with status \(status)"
        case .signalled(let number): "was ended by signal \(number)"
        case .neverBegan(let reason): "could not be started (\(reason))"
        }
    }
}

import ArgumentParser
import Billets

/// What to say about an error that ended a command.
enum ErrorSentence {
    /// The sentence; nil for an error of swift-argument-parser's, which has its own words.
    static func of(_ error: any Error) -> String? {
        switch error {
        case let complaint as Complaint: complaint.sentence
        case let rejection as Rejection: rejection.message
        case is ValidationError, is CleanExit: nil
        default:
            String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
                ? nil : "This should not have happened: \(error)".firstLine
        }
    }
}

extension String {
    fileprivate var firstLine: String {
        split(whereSeparator: \.isNewline).first.map(String.init) ?? self
    }
}

/// Why the program cannot do what was asked: one sentence that says what is wrong and what to do.
struct Complaint: Error, Hashable, Sendable {
    /// What is wrong and what to do, for the person at the keyboard or the reader of a log.
    let sentence: String

    /// A complaint that says `sentence`.
    init(_ sentence: String) {
        self.sentence = sentence
    }
}

extension Complaint: CustomStringConvertible {
    /// The sentence; swift-argument-parser puts it behind the name of the option it is about.
    var description: String {
        sentence
    }
}

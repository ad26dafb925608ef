/// A promise that was broken in a run.
public struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// Which one.
    public enum Promise: String, CaseIterable, Hashable, Sendable {
        /// A client gets every event once, in order, from where its answer stood.
        case streamsAreWhole = "streams are whole"

        /// Every client sees what the events table holds.
        case contentIsTheSame = "content is the same"

        /// A command that was accepted is in the events table once, as the answer said.
        case acceptedIsThereOnce = "accepted is there once"

        /// A command of unknown fate is there once at the most.
        case unknownIsThereOnceAtMost = "unknown is there once at most"

        /// A command that was rejected is not there.
        case rejectedChangedNothing = "rejected changed nothing"

        /// No update was made over a change that its sender had not seen.
        case updatesSawTheChange = "updates saw the change"

        /// Nobody takes a lock, or changes a ticket, while another holds the lock.
        case locksExclude = "locks exclude"

        /// No lock ends by time before its time has passed, as a clock tells that never jumps.
        case leasesLast = "leases last"

        /// In the end all clients, all gateways and the database agree.
        case allAgree = "all agree"

        /// After a fault everything converges with no help, and processes end that are asked to.
        case allConverge = "all converge"

        /// SQLite finds the file whole.
        case fileIsWhole = "file is whole"

        /// The events table holds every revision once.
        case revisionsAreContiguous = "revisions are contiguous"
    }

    /// The promise.
    public let promise: Promise

    /// How it was broken: a sentence.
    public let sentence: String

    /// What had happened around it, the last line last.
    public let excerpt: [String]

    /// How many violations of one promise are told to people.
    static let toldMaximum = 10

    /// The first ones of each promise, for people.
    static func told(_ violations: [Violation]) -> [Violation] {
        Promise.allCases.flatMap { promise in
            violations.filter { $0.promise == promise }.prefix(toldMaximum)
        }
    }

    /// A broken promise.
    public init(_ promise: Promise, _ sentence: String, excerpt: [String] = []) {
        self.promise = promise
        self.sentence = sentence
        self.excerpt = excerpt
    }

    /// All of it, in some lines.
    public var description: String {
        (["\(promise.rawValue): \(sentence)"] + excerpt.map { "    " + $0 }).joined(separator: "\n")
    }
}

/// Checks that one socket gets every revision, in order, once: promise 1 of the protocol.
///
/// A value without I/O. What is missing is remembered as ranges, so that what comes late can be told from what
/// comes twice.
public struct StreamChecker: Sendable {
    /// What a revision turned out to be.
    public enum Step: Hashable, Sendable {
        /// The next one.
        case next

        /// So many before it are missing.
        case gap(Int64)

        /// One that was missing: it is not lost, but out of order.
        case late

        /// It has come before.
        case repeated

        /// The socket was not following the stream.
        case unasked
    }

    /// The most ranges of missing revisions that are remembered; what is missing beyond them stays lost.
    public static let rangesMaximum = 16

    /// The next revision that is to come; nil while the socket does not follow the stream.
    public private(set) var expected: Int64?

    private var missing: [Range<Int64>] = []

    /// A checker of a socket that does not follow yet.
    public init() {}

    /// The last revision that has come, or after which the stream began.
    public var position: Int64? { expected.map { $0 - 1 } }

    /// The stream goes on behind `revision`.
    public mutating func follow(after revision: Int64) {
        expected = revision + 1
        missing.removeAll(keepingCapacity: false)
    }

    /// Takes in the revision of an event.
    public mutating func take(_ revision: Int64) -> Step {
        guard let expected else { return .unasked }
        if revision == expected {
            self.expected = expected + 1
            return .next
        }
        guard revision > expected else { return takeOld(revision) }
        if missing.count < Self.rangesMaximum { missing.append(expected..<revision) }
        self.expected = revision + 1
        return .gap(revision - expected)
    }

    /// How many revisions up to `revision` have not come behind the last one that has.
    public func outstanding(upTo revision: Int64) -> Int64 {
        guard let expected else { return 0 }
        return max(0, revision - expected + 1)
    }

    private mutating func takeOld(_ revision: Int64) -> Step {
        guard let index = missing.firstIndex(where: { $0.contains(revision) }) else {
            return .repeated
        }
        let range = missing.remove(at: index)
        // Split, it may be one range more than are remembered; each only shrinks from then on.
        if range.lowerBound < revision { missing.append(range.lowerBound..<revision) }
        if revision + 1 < range.upperBound { missing.append(revision + 1..<range.upperBound) }
        return .late
    }
}

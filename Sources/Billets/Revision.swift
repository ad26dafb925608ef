/// The number of a committed change: 1, 2, 3 … per database, no number missing.
///
/// `Revision.none`, zero, stands before the first change.
public struct Revision: Hashable, Sendable {
    /// The number itself, 0 or more.
    public let number: Int64

    /// The revision of an empty history.
    public static let none = Revision(0)

    /// The revision with this number.
    public init(_ number: Int64) {
        self.number = number
    }

    /// The revision that follows this one; the highest stays what it is, since a client may name it.
    public var next: Revision {
        Revision(number == .max ? number : number + 1)
    }

    /// How many changes lie between `earlier` and this revision.
    public func distance(from earlier: Revision) -> Int64 {
        number - earlier.number
    }
}

extension Revision: Comparable {
    /// Earlier before later.
    public static func < (left: Revision, right: Revision) -> Bool {
        left.number < right.number
    }
}

extension Revision: CustomStringConvertible {
    /// The number in decimal digits.
    public var description: String {
        String(number)
    }
}

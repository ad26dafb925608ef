public import Billets

/// A position in the event log as a request names it.
public enum EventPosition: Hashable, Sendable {
    /// A revision of the epoch that it names: `EPOCH:REVISION`.
    case cursor(Cursor)

    /// A revision alone; it counts in the present epoch, unless the request names another one.
    case revision(Revision)

    /// Reads `EPOCH:REVISION` or `REVISION`, a number in decimal digits; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let number = parts.last, let revision = Self.revision(number) else { return nil }
        guard parts.count == 2 else {
            self = .revision(revision)
            return
        }
        guard let epoch = Epoch(String(parts[0])) else { return nil }
        self = .cursor(Cursor(epoch: epoch, revision: revision))
    }

    /// The revision.
    public var revision: Revision {
        switch self {
        case .cursor(let cursor): cursor.revision
        case .revision(let revision): revision
        }
    }

    /// The cursor; `epoch` is the epoch of a revision that names none.
    public func cursor(in epoch: Epoch) -> Cursor {
        switch self {
        case .cursor(let cursor): cursor
        case .revision(let revision): Cursor(epoch: epoch, revision: revision)
        }
    }

    private static func revision(_ text: Substring) -> Revision? {
        let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber, let number = Int64(text) else { return nil }
        return Revision(number)
    }
}

extension Cursor {
    /// `EPOCH:REVISION`: the cursor as the HTTP API hands it out, and reads it as an `EventPosition`.
    public var text: String {
        "\(epoch):\(revision.number)"
    }
}

public import Billets

/// What a follower of the event stream is told when what it has seen cannot be continued: read the
/// tickets anew, and go on from here.
public struct StreamReset: Hashable, Sendable {
    /// From where the stream goes on.
    public let cursor: Cursor

    /// A stream that goes on from `cursor`.
    public init(to cursor: Cursor) {
        self.cursor = cursor
    }
}

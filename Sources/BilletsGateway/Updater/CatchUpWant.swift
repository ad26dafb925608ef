package import Billets

/// What a socket can ask for, for its place in the stream.
package enum CatchUpWant: Sendable {
    /// All tickets.
    case snapshot

    /// What has happened since a place that the client remembers.
    case since(Cursor)

    /// The next part of an answer whose last part reached up to this revision.
    case more(after: Revision)
}

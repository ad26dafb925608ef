/// What a client updater's machine has seen since it was last asked.
package struct UpdaterTally: Hashable, Sendable {
    /// Times that a change came before its predecessor.
    package var reorderWaits = 0

    /// Times that the store was asked for a predecessor that did not come.
    package var gaps = 0

    /// Changes that came from the store.
    package var repairs = 0

    /// Clients that came back and had missed nothing.
    package var currentResumes = 0

    /// Clients that came back and were sent the events that they had missed.
    package var eventResumes = 0

    /// Clients that came back and had missed so much, or another history, that they were sent a snapshot.
    package var snapshotResumes = 0

    /// Nothing yet.
    package init() {}
}

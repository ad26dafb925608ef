/// A place in one database's history: what a client has seen so far.
public struct Cursor: Hashable, Sendable {
    /// The history that `revision` counts in.
    public var epoch: Epoch

    /// The last change that has been seen.
    public var revision: Revision

    /// The place right after `revision` of `epoch`.
    public init(epoch: Epoch, revision: Revision) {
        self.epoch = epoch
        self.revision = revision
    }
}

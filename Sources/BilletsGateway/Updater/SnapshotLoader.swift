import Billets

/// Who waits for a snapshot, and whether one is being read.
///
/// A value without I/O. One snapshot is read at a time; who asks meanwhile gets the next one, since the
/// one that is being read may be older than what they have seen.
struct SnapshotLoader<Socket: Sendable> {
    private struct Loading {
        var waiting: [CatchUpRequest<Socket>]
        var next: [CatchUpRequest<Socket>] = []
    }

    private var loading: Loading?
    private var latest: EncodedSnapshot?

    /// Takes in a request.
    ///
    /// - Returns: the snapshot if the last one is still good for a reader at `delivered`; otherwise nil,
    ///   and whether one is to be read now.
    mutating func request(
        _ request: CatchUpRequest<Socket>,
        delivered: Cursor
    ) -> (ready: EncodedSnapshot?, mustLoad: Bool) {
        guard loading == nil else {
            loading?.next.append(request)
            return (nil, false)
        }
        if let latest, latest.cursor.epoch == delivered.epoch,
            latest.cursor.revision >= delivered.revision, latest.suits(request.form)
        {
            return (latest, false)
        }
        latest = nil
        loading = Loading(waiting: [request])
        return (nil, true)
    }

    /// The snapshot has been read, or could not be (nil).
    ///
    /// - Returns: who waits for it, and whether the next one is to be read.
    mutating func loaded(
        _ snapshot: EncodedSnapshot?
    ) -> (waiting: [CatchUpRequest<Socket>], mustLoad: Bool) {
        guard let loaded = loading else { return ([], false) }
        latest = snapshot
        loading = loaded.next.isEmpty ? nil : Loading(waiting: loaded.next)
        return (loaded.waiting, loading != nil)
    }

    /// Forgets the last snapshot: it tells of another history.
    mutating func invalidate() {
        latest = nil
    }
}

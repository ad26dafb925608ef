import Billets

/// Who waits for a snapshot, and whether one is being read.
///
/// A value without I/O. One snapshot is read at a time; who asks meanwhile gets the next one, since the
/// one that is being read may be older than what they have seen.
struct SnapshotLoader<Socket: Sendable> {
    private enum State {
        case idle
        case loading(waiting: [CatchUpRequest<Socket>], next: [CatchUpRequest<Socket>])
    }

    private var state = State.idle
    private var latest: EncodedSnapshot?

    /// Takes in a request.
    ///
    /// - Returns: the snapshot if the last one is still good for a reader at `delivered`; otherwise nil,
    ///   and whether one is to be read now.
    mutating func request(
        _ request: CatchUpRequest<Socket>,
        delivered: Cursor
    ) -> (ready: EncodedSnapshot?, mustLoad: Bool) {
        switch state {
        case .idle:
            if let latest, latest.cursor.epoch == delivered.epoch,
                latest.cursor.revision >= delivered.revision, latest.suits(request.form)
            {
                return (latest, false)
            }
            latest = nil
            state = .loading(waiting: [request], next: [])
            return (nil, true)
        case .loading(let waiting, let next):
            state = .loading(waiting: waiting, next: next + [request])
            return (nil, false)
        }
    }

    /// The snapshot has been read, or could not be (nil).
    ///
    /// - Returns: who waits for it, and whether the next one is to be read.
    mutating func loaded(
        _ snapshot: EncodedSnapshot?
    ) -> (waiting: [CatchUpRequest<Socket>], mustLoad: Bool) {
        guard case .loading(let waiting, let next) = state else { return ([], false) }
        latest = snapshot
        state = next.isEmpty ? .idle : .loading(waiting: next, next: [])
        return (waiting, !next.isEmpty)
    }

    /// Forgets the last snapshot: it tells of another history.
    mutating func invalidate() {
        latest = nil
    }
}

import Billets
import BilletsWire
import NIOCore

/// Answers sockets that ask for their place in the stream: from the ring of the last events, from a
/// snapshot, or page by page from the store.
///
/// A value without I/O: it owns what is kept in memory and who waits for what, and answers what is to be
/// done. `delivered` is up to where the gateway has delivered the stream.
struct CatchUpPlanner<Socket: Sendable> {
    /// What is to be done.
    enum Action {
        /// Answer this request.
        case answer(CatchUpRequest<Socket>, CatchUp.Content)

        /// Ask the store for a page of events, and tell `pageLoaded`.
        case loadPage(after: Revision)

        /// Ask the store for a snapshot, and tell `snapshotLoaded`.
        case loadSnapshot

        /// Ask the store where it stands, as soon as possible, and tell `storeAnswered` or `storeFailed`.
        case hurry
    }

    private struct PagedRequest {
        let request: CatchUpRequest<Socket>
        let before: [ByteBuffer]
    }

    /// What came last from the ring, for all who come back at once.
    private struct JoinedFrames {
        let after: Revision
        let through: Revision
        let frames: [ByteBuffer]
    }

    private let allocator = ByteBufferAllocator()
    private var ring: EventRing
    private var snapshots = SnapshotLoader<Socket>()
    private var pages: [Revision: [PagedRequest]] = [:]
    private var ahead: [CatchUpRequest<Socket>] = []
    private var aheadOfQuestion: [CatchUpRequest<Socket>] = []
    private var joined: [FrameForm: JoinedFrames] = [:]

    /// Who came back to what, so far: by what they were answered first.
    var tally = UpdaterTally()

    /// Keeps nothing yet; later the last changes, as many as fit into `ring`.
    init(ring: EventRing = EventRing()) {
        self.ring = ring
    }

    /// Keeps changes that have just been delivered.
    mutating func keep(_ batch: FrameBatch) {
        ring.append(batch)
    }

    /// Forgets everything: the history is another one.
    mutating func startOver() {
        ring.removeAll()
        snapshots.invalidate()
        joined = [:]
    }

    /// A socket asks.
    mutating func request(_ request: CatchUpRequest<Socket>, delivered: Cursor) -> [Action] {
        switch request.want {
        case .snapshot:
            return wantSnapshot(request, delivered: delivered)
        case .since(let cursor) where cursor.epoch != delivered.epoch:
            return wantSnapshot(request, delivered: delivered)
        case .since(let cursor) where cursor.revision > delivered.revision:
            // The client was on a gateway that is ahead of this one; or on a database that was lost.
            ahead.append(request)
            return [.hurry]
        case .since(let cursor):
            let missed = delivered.revision.distance(from: cursor.revision)
            if missed == 0 { tally.currentResumes += 1 } else { tally.eventResumes += 1 }
            let resumed = ServerMessage.resumed(cursor: delivered, missed: missed)
            let frame = WebSocketFraming.text(resumed.encoded(), allocator: allocator)
            return serve(request, after: cursor.revision, before: [frame], delivered: delivered)
        case .more(let revision):
            return serve(request, after: revision, before: [], delivered: delivered)
        }
    }

    /// The store is being asked where it stands: the answer settles what was asked before.
    mutating func storeAsked() {
        aheadOfQuestion += ahead
        ahead = []
    }

    /// The store told where it stands, and what it told has been delivered.
    ///
    /// Who asked after the store was asked waits for the next answer: they may have seen changes that
    /// are younger than this one.
    mutating func storeAnswered(latest: Cursor, delivered: Cursor) -> [Action] {
        let waiting = aheadOfQuestion
        aheadOfQuestion = []
        return waiting.flatMap { request in
            if case .since(let cursor) = request.want, cursor.revision > latest.revision {
                return wantSnapshot(request, delivered: delivered)
            }
            return self.request(request, delivered: delivered)
        }
    }

    /// The store could not be asked where it stands.
    mutating func storeFailed(_ rejection: Rejection) -> [Action] {
        storeAsked()
        defer { aheadOfQuestion = [] }
        return aheadOfQuestion.map { .answer($0, .rejected(rejection)) }
    }

    /// The page after `revision` came, or could not be had.
    mutating func pageLoaded(
        _ result: Result<CatchUpPage, Rejection>,
        after revision: Revision,
        delivered: Cursor
    ) -> [Action] {
        let waiting = pages.removeValue(forKey: revision) ?? []
        return waiting.flatMap { each -> [Action] in
            switch result {
            case .failure(let rejection):
                return [.answer(each.request, .rejected(rejection))]
            case .success(let page):
                let isKept = page.oldestRetained <= revision.next
                guard page.latest.epoch == delivered.epoch, isKept, let batch = page.batch else {
                    return startOver(each.request, delivered: delivered)
                }
                let frames =
                    each.before
                    + batch.pieces(each.request.form, bytesTarget: SocketGroup.passBytesTarget)
                return [.answer(each.request, .frames(frames, through: batch.last))]
            }
        }
    }

    /// A snapshot came, or could not be had.
    mutating func snapshotLoaded(
        _ result: Result<EncodedSnapshot, Rejection>,
        delivered: Cursor
    ) -> [Action] {
        let (waiting, mustLoad) = snapshots.loaded(try? result.get())
        let answers = waiting.flatMap { request -> [Action] in
            switch result {
            case .success(let snapshot) where snapshot.cursor.epoch == delivered.epoch:
                return serve(
                    request,
                    after: snapshot.cursor.revision,
                    before: snapshot.frames(request.form),
                    delivered: delivered
                )
            case .success:
                // It tells of another history, of which the gateway is about to hear.
                return [.hurry, .answer(request, .overtaken)]
            case .failure(let rejection):
                return [.answer(request, .rejected(rejection))]
            }
        }
        return mustLoad ? answers + [.loadSnapshot] : answers
    }

    private mutating func wantSnapshot(_ request: CatchUpRequest<Socket>, delivered: Cursor)
        -> [Action]
    {
        if case .since = request.want { tally.snapshotResumes += 1 }
        let (ready, mustLoad) = snapshots.request(request, delivered: delivered)
        if let ready {
            return serve(
                request,
                after: ready.cursor.revision,
                before: ready.frames(request.form),
                delivered: delivered
            )
        }
        return mustLoad ? [.loadSnapshot] : []
    }

    /// Answers with the frames in `before` and the changes after `revision`, as far as they are at hand.
    private mutating func serve(
        _ request: CatchUpRequest<Socket>,
        after revision: Revision,
        before: [ByteBuffer],
        delivered: Cursor
    ) -> [Action] {
        guard revision < delivered.revision else {
            return [.answer(request, .frames(before, through: revision))]
        }
        if let frames = frames(request.form, after: revision, through: delivered.revision) {
            return [.answer(request, .frames(before + frames, through: delivered.revision))]
        }
        let isFirst = pages[revision] == nil
        pages[revision, default: []].append(PagedRequest(request: request, before: before))
        return isFirst ? [.loadPage(after: revision)] : []
    }

    /// The frames from the ring, joined to pieces that suit a write; nil if some are no longer kept.
    private mutating func frames(
        _ form: FrameForm,
        after revision: Revision,
        through: Revision
    ) -> [ByteBuffer]? {
        if let joined = joined[form], joined.after == revision, joined.through == through {
            return joined.frames
        }
        guard let frames = ring.frames(form, after: revision) else { return nil }
        var pieces: [ByteBuffer] = []
        var piece = allocator.buffer(capacity: 0)
        for frame in frames {
            piece.writeImmutableBuffer(frame)
            guard piece.readableBytes >= SocketGroup.passBytesTarget else { continue }
            pieces.append(piece)
            piece = allocator.buffer(capacity: SocketGroup.passBytesTarget)
        }
        if piece.readableBytes > 0 { pieces.append(piece) }
        joined[form] = JoinedFrames(after: revision, through: through, frames: pieces)
        return pieces
    }

    /// What `request` needs is no longer kept.
    private mutating func startOver(_ request: CatchUpRequest<Socket>, delivered: Cursor)
        -> [Action]
    {
        switch request.want {
        case .since: wantSnapshot(request, delivered: delivered)
        case .snapshot, .more: [.answer(request, .overtaken)]
        }
    }
}

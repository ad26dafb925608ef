import Billets
import BilletsWire
import DequeModule
import Synchronization

/// The latest changes in memory, for those who follow them over HTTP: each follower takes what it has not
/// seen when it is ready for it, so that a slow one costs nothing but its place.
///
/// The updater appends; followers read and wait. What is older than the feed is in the store.
final class EventFeed: Sendable {
    /// How many changes are kept.
    static let eventsMaximum = 1000

    /// How many bytes of changes are kept, beside the newest.
    static let bytesMaximum = 4 * 1024 * 1024

    /// How many may follow at a time; more are refused with 503.
    static let followersMaximum = 10_000

    /// How often followers look whether they may go on, though nothing has happened.
    static let interval: Duration = .milliseconds(500)

    /// What a follower is told.
    enum Answer: Hashable {
        /// These changes are next.
        case events([WireEvent])

        /// There is nothing new.
        case upToDate

        /// What is next is not kept here: ask the store.
        case behind

        /// The history is another one, and stands here.
        case anotherHistory(Cursor)
    }

    private struct Contents {
        var latest: Cursor
        var recent: Deque<WireEvent> = []
        var bytes = 0
        var followers = 0
        var waiting: [CheckedContinuation<Void, Never>] = []

        mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
            defer { waiting = [] }
            return waiting
        }
    }

    private let contents: Mutex<Contents>

    /// A feed whose readers have seen everything up to `cursor`.
    init(at cursor: Cursor) {
        contents = Mutex(Contents(latest: cursor))
    }

    /// Where the feed stands.
    var latest: Cursor {
        contents.withLock { $0.latest }
    }

    /// Adds the next changes, in order.
    func append(_ events: [WireEvent]) {
        guard let last = events.last else { return }
        let waiting = contents.withLock { contents in
            contents.latest = last.cursor
            contents.recent.append(contentsOf: events)
            contents.bytes += events.reduce(0) { $0 + $1.payload.count }
            while contents.recent.count > Self.eventsMaximum
                || contents.bytes > Self.bytesMaximum && contents.recent.count > 1,
                let oldest = contents.recent.popFirst()
            {
                contents.bytes -= oldest.payload.count
            }
            return contents.takeWaiting()
        }
        for follower in waiting { follower.resume() }
    }

    /// The history is another one: everybody goes on from `cursor`.
    func startOver(at cursor: Cursor) {
        let waiting = contents.withLock { contents in
            contents.latest = cursor
            contents.recent = []
            contents.bytes = 0
            return contents.takeWaiting()
        }
        for follower in waiting { follower.resume() }
    }

    /// Lets every follower look whether it may go on.
    func wakeAll() {
        for follower in contents.withLock({ $0.takeWaiting() }) { follower.resume() }
    }

    /// Wakes the followers regularly until the task is cancelled, and then for a last time.
    func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.interval)
            wakeAll()
        }
    }

    /// What comes after `cursor`.
    func next(after cursor: Cursor) -> Answer {
        contents.withLock { contents in
            guard cursor.epoch == contents.latest.epoch else {
                return .anotherHistory(contents.latest)
            }
            // A follower may come from another gateway, which had heard of more.
            guard cursor.revision < contents.latest.revision else { return .upToDate }
            guard let oldest = contents.recent.first?.cursor.revision,
                oldest <= cursor.revision.next
            else { return .behind }
            let seen = Int(cursor.revision.next.distance(from: oldest))
            return .events(Array(contents.recent.dropFirst(seen)))
        }
    }

    /// Waits until there may be something after `cursor`, or until it is time to look around.
    func change(after cursor: Cursor) async {
        await withCheckedContinuation { continuation in
            let isNow = contents.withLock { contents in
                let isNew =
                    contents.latest.epoch != cursor.epoch
                    || contents.latest.revision > cursor.revision
                if !isNew { contents.waiting.append(continuation) }
                return isNew
            }
            if isNow { continuation.resume() }
        }
    }

    /// Counts a follower in, as long as the answer lives; nil if there are as many as there may be.
    func join() -> EventFollowing? {
        let isIn = contents.withLock { contents in
            guard contents.followers < Self.followersMaximum else { return false }
            contents.followers += 1
            return true
        }
        return isIn ? EventFollowing(of: self) : nil
    }

    /// Counts a follower out, who was counted in.
    func leave() {
        contents.withLock { $0.followers -= 1 }
    }

    /// How many follow.
    var followers: Int {
        contents.withLock { $0.followers }
    }
}

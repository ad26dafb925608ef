/// That somebody follows a feed: they do as long as this lives, whatever becomes of their connection.
final class EventFollowing: Sendable {
    private let feed: EventFeed

    /// A follower whom `feed` has counted in.
    init(of feed: EventFeed) {
        self.feed = feed
    }

    deinit {
        feed.leave()
    }
}

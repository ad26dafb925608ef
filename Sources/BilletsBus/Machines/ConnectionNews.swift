/// What has happened to a connection.
enum ConnectionNews: Hashable {
    /// TCP is connected.
    case connected

    /// Redis accepted the password.
    case authenticated

    /// Redis answered as Redis does.
    case greeted

    /// Redis confirmed all subscriptions.
    case subscribed

    /// It is of no more use.
    case failed(RedisComplaint)
}

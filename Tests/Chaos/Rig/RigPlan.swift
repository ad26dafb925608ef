/// What a rig consists of.
public struct RigPlan: Hashable, Sendable {
    /// How the gateways reach the database.
    public var store: StoreMode

    /// How many gateways there are.
    public var gateways: Int

    /// How many users there are.
    public var users = 8

    /// How long a lock lasts, in seconds.
    public var lockSeconds = 120

    /// A rig with so many gateways.
    public init(store: StoreMode, gateways: Int = 3) {
        self.store = store
        self.gateways = gateways
    }

    /// The posts of the rig.
    public var posts: [RigPost] {
        [.redis] + (store == .remote ? [.store] : []) + (0..<gateways).map { .gateway($0) }
    }

    /// The posts whose processes open the database file.
    public var databasePosts: [RigPost] {
        switch store {
        case .shared: (0..<gateways).map { .gateway($0) }
        case .remote: [.store]
        }
    }
}

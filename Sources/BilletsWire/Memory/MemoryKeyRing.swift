import Billets

/// The keys of sessions in a `MemoryStore`.
struct MemoryKeyRing {
    /// All of them, the oldest first; never none.
    private(set) var all: [SessionKey]

    /// A ring with its first key.
    init(_ first: SessionKey) {
        all = [first]
    }

    /// Adds a key, which signs from now on.
    mutating func add(_ key: SessionKey) throws(Rejection) {
        guard !all.contains(where: { $0.id == key.id }) else {
            throw Rejection(takenKey: key.id)
        }
        all.append(key)
    }

    /// Removes a key.
    mutating func remove(_ id: String) throws(Rejection) {
        guard all.contains(where: { $0.id == id }) else { throw Rejection(unknownKey: id) }
        guard all.count > 1 else { throw Rejection(lastKey: id) }
        all.removeAll { $0.id == id }
    }
}

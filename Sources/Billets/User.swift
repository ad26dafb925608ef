/// Somebody who works on tickets, as tickets and events name them.
public struct User: Hashable, Sendable {
    /// Who it is, for ever.
    public let id: UserID

    /// What to call them on a screen.
    public var name: String

    /// The user `id`, called `name`.
    public init(id: UserID, name: String) {
        self.id = id
        self.name = name
    }
}

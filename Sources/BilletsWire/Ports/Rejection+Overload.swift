public import Billets

extension Rejection {
    /// The answer to a command for which a store has no room.
    public static func tooManyCommands(cause: String? = nil) -> Rejection {
        Rejection(.unavailable, tooManyCommandsSentence, cause: cause)
    }

    /// The answer to a command that waited too long for its transaction, and was not carried out.
    public static let commandWaitedTooLong = Rejection(.unavailable, waitedTooLongSentence)

    /// True if a store refused a command only because it had too much to do: it may write all the same.
    public var isOfOverload: Bool {
        // The link between gateway and store carries code and sentence only.
        code == .unavailable
            && [Self.tooManyCommandsSentence, Self.waitedTooLongSentence].contains(message)
    }

    private static let tooManyCommandsSentence =
        "Too many commands wait for the store: try again in a moment."

    private static let waitedTooLongSentence =
        "The database was busy for too long: nothing was changed, try again."
}

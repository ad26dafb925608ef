public import Billets

extension Rejection {
    /// The answer to a command for which a store has no room.
    public static func tooManyCommands(cause: String? = nil) -> Rejection {
        Rejection(.unavailable, tooManyCommandsSentence, cause: cause)
    }

    /// The answer to a command that waited too long for its transaction, and was not carried out.
    public static let commandWaitedTooLong = Rejection(.unavailable, waitedTooLongSentence)

    /// The answer to who asks for a list of tickets while too many others do.
    public static let tooManyListings = Rejection(
        .rateLimited,
        "Too many lists of tickets are asked for at the same time: wait a second, and ask again."
    )

    /// The answer to a list of tickets that takes too long to read.
    ///
    /// It is no `unavailable`: asking again, as programs would, takes as long.
    public static let listingTookTooLong = Rejection(
        .invalidMessage,
        "These tickets take too long to find: ask for longer or rarer words, or fewer conditions."
    )

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

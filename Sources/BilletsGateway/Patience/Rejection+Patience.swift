import Billets

extension Rejection {
    /// What is answered to a command whose deadline has passed.
    static let outcomeUnknown = Rejection(
        .unavailable,
        """
        The store has not answered in time: it is unknown whether the change was made. Send it again with the \
        same requestId.
        """,
        cause: "the command's deadline passed"
    )

    /// What is answered to a question whose deadline has passed.
    static let storeLate = Rejection(
        .unavailable,
        "The store has not answered in time: try again in a moment.",
        cause: "the question's deadline passed"
    )

    /// What is answered at once when too much waits for the store.
    static let storeOverrun = Rejection(
        .unavailable,
        "Too much waits for the store: try again in a moment.",
        cause: "too many questions or commands wait"
    )
}

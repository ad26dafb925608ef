public import Billets

extension Rejection {
    /// What a store answers to a report of differences, when it does not know what they differ from.
    ///
    /// The gateway was silent for so long that it was taken for dead, or it has never sent a complete
    /// report. The code is `unavailable`, and so its sender's next report is a complete one.
    public init(incompleteReportOf node: String) {
        self.init(
            .unavailable,
            "The store knows nothing of the gateway \(node) any more: its next report must be complete."
        )
    }
}

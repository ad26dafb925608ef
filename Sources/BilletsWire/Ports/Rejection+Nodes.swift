public import Billets

/// The answers of every store to processes and names of nodes that it does not know.
extension Rejection {
    /// The sender of a report does not hold the name `node`, or no longer: it must register again.
    public init(unregistered node: String) {
        self.init(
            .unavailable,
            "The store does not know this process as the node \(node) any more: it must register again."
        )
    }

    /// No live gateway is called `node`; `others` are the names of those that live.
    public init(unknownNode node: String, others: [String]) {
        let names =
            others.isEmpty
            ? "no gateway lives" : "the gateways are \(others.joined(separator: ", "))"
        self.init(.notFound, "There is no gateway called '\(node)': \(names).")
    }
}

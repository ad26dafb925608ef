/// A process that serves under the name of a node.
public struct NodeInstance: Hashable, Sendable {
    /// The name of the node; no two live processes of a database share one.
    public let node: String

    /// The id of the process, made when it starts.
    public let id: NodeInstanceID

    /// The process `id` of the node `node`.
    public init(node: String, id: NodeInstanceID = .random()) {
        self.node = node
        self.id = id
    }
}

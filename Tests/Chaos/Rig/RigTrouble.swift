/// What kept a rig from testing anything.
public struct RigTrouble: Error, CustomStringConvertible {
    /// What it was.
    public let description: String

    /// Trouble that `description` tells of.
    public init(_ description: String) {
        self.description = description
    }
}

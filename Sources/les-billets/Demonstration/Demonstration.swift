/// The users and tickets that a demonstration begins with.
enum Demonstration {
    /// The password of its users.
    static let password = "demo-password"
}

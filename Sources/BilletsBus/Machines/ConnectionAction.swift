/// What is to be done with a connection.
enum ConnectionAction: Hashable {
    /// Look up the address and connect.
    case open

    /// Send the password.
    case authenticate

    /// Ask for a sign that this is a Redis that lets us work.
    case greet

    /// Subscribe to the channels.
    case subscribe

    /// Close it, if it is still open.
    case close
}

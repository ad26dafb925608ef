/// What is known of a request's way to here: from which address, and over what.
struct ClientConnection: Hashable, Sendable {
    /// What the client spoke to us, or to the first proxy.
    enum Scheme: String, Hashable, Sendable {
        /// Clear text.
        case http

        /// TLS.
        case https
    }

    /// The client's own address, behind whichever proxies are trusted.
    let address: ClientAddress

    /// How the client came; nil if nobody who is trusted said it, as behind a proxy that is not known here.
    let scheme: Scheme?

    /// Whether the client surely came over TLS.
    var isSecure: Bool {
        scheme == .https
    }
}

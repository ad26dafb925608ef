import NIOCore

extension LoadTarget {
    /// The address of the target.
    ///
    /// - Throws: what resolving its host throws.
    func resolved() throws -> SocketAddress {
        // The name may stand for ::1, too, where a gateway that listens at 127.0.0.1 is not reached.
        let name = host == "localhost" ? "127.0.0.1" : host
        return try SocketAddress.makeAddressResolvingHost(name, port: port)
    }
}

import NIOCore
import NIOPosix

/// Finds loopback ports on which nobody listens.
enum FreePort {
    /// Below those that Linux gives to outgoing connections: a port is kept through restarts of the process that has
    /// it, and must not be taken in between.
    static let range = 10_000..<32_000

    /// How many ports are tried.
    static let triesMaximum = 200

    /// A port that is free now.
    static func find() async throws -> Int {
        for _ in 0..<triesMaximum {
            let port = Int.random(in: range)
            let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            if let channel = try? await bootstrap.bind(host: "127.0.0.1", port: port).get() {
                try await channel.close()
                return port
            }
        }
        throw RigTrouble("there is no free port")
    }
}

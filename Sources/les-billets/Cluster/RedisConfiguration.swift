import Billets

/// What redis-server is told: to carry messages, and to keep nothing.
struct RedisConfiguration: Hashable, Sendable {
    /// The loopback port it listens on.
    let port: Int

    /// What gateways log in with: letters and digits.
    let password: Secret

    /// The folder it runs in.
    let folder: String

    /// The text of the file; it holds the password, so nobody else may read it.
    ///
    /// A subscriber that does not read is dropped before it makes Redis large: at 64 MiB at once, or
    /// when it has been 16 MiB behind for half a minute. Its gateway then connects anew and takes from
    /// the store what it missed.
    var text: String {
        """
        # Made by `les-billets cluster` at each start.
        bind 127.0.0.1
        port \(port)
        requirepass \(password.revealed)
        daemonize no
        dir "\(folder.escapedForRedis)"
        save ""
        appendonly no
        loglevel notice
        client-output-buffer-limit pubsub 64mb 16mb 30
        timeout 0
        tcp-keepalive 60

        """
    }
}

extension String {
    /// The text as it stands between double quotes in a redis.conf.
    fileprivate var escapedForRedis: String {
        flatMap { character -> [Character] in
            character == "\"" || character == "\\" ? ["\\", character] : [character]
        }
        .map(String.init).joined()
    }
}

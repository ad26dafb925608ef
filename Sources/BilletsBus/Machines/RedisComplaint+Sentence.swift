extension RedisComplaint {
    /// The cause and the remedy, for an operator.
    func sentence(about address: RedisAddress) -> String {
        "\(cause(at: address.withoutUser)) \(remedy)"
    }

    private func cause(at address: String) -> String {
        switch self {
        case .unreachable(let reason): "\(address) cannot be reached: \(reason)."
        case .silent(let duration): "\(address) did not answer within \(duration)."
        case .lost(let reason): "The connection to \(address) ended: \(reason)."
        case .full: "\(address) has as many clients as its maxclients allows."
        case .loading: "\(address) still loads its data set."
        case .protected:
            "\(address) is in protected mode, and accepts connections from its own machine only."
        case .readOnly(let reply): "\(address) is no master that accepts publications: \(reply)"
        case .impaired(let reply): "\(address) accepts no commands at the moment: \(reply)"
        case .passwordRequired: "\(address) requires a password, and none was given."
        case .passwordUnexpected: "\(address) has no password for this user, and one was given."
        case .passwordRefused(let code): "\(address) refused the user or the password (\(code))."
        case .notPermitted(let reply):
            "\(address) does not permit this user what gateways need: \(reply)"
        case .refused(let reply): "\(address) refused a command: \(reply)"
        case .strange: "The server at \(address) is not Redis."
        case .probeLate(let duration):
            "A probe sent through \(address) did not come back within \(duration)."
        }
    }

    private var remedy: String {
        switch self {
        case .unreachable, .silent: "Start it, or name another with --bus."
        // Redis closes what is over maxclients so fast that its reason may be lost with the connection.
        case .lost:
            "Start it, or name another with --bus. If it runs, compare `INFO clients` with its maxclients, and see its log."
        case .full:
            "Raise maxclients (`CONFIG SET maxclients NUMBER`) and its limit of descriptors, or end clients that "
                + "`CLIENT LIST` shows."
        case .loading: "Wait until it is done; `INFO persistence` shows the progress."
        case .protected:
            "Give Redis a password (requirepass, or an ACL), and this process the same one, or bind both to one machine."
        case .readOnly: "Name the master with --bus."
        case .impaired: "Look at Redis's memory, its disk and its scripts (`INFO`, and its log)."
        case .passwordRequired:
            "Put the password into LES_BILLETS_REDIS_PASSWORD, or into a file that LES_BILLETS_REDIS_PASSWORD_FILE names."
        case .passwordUnexpected:
            "Unset LES_BILLETS_REDIS_PASSWORD and LES_BILLETS_REDIS_PASSWORD_FILE, or set the password in Redis (requirepass)."
        case .passwordRefused:
            "Give the user in --bus, and the password in LES_BILLETS_REDIS_PASSWORD or its file, that Redis knows."
        case .notPermitted:
            "Permit it PING, PUBLISH and SUBSCRIBE, and the channels les-billets:* (`ACL SETUSER`)."
        case .refused: "See the log of Redis."
        case .strange: "Name the Redis with --bus; it must speak its protocol without TLS."
        case .probeLate: "See whether Redis is overloaded (`INFO`, `SLOWLOG GET`)."
        }
    }
}

import BilletsGateway

extension HAProxyConfiguration {
    /// The rule that recognises a trusted proxy by its address.
    var proxyLines: [String] {
        switch proxies {
        case .listed(let proxies):
            let names = proxies.names
            guard !names.isEmpty else { return ["acl from_proxy always_false"] }
            // A line holds at most 64 words, and there may be more proxies than that.
            return names.map { "acl from_proxy src \($0)" }
        case .environment:
            return [
                #".if strneq("$LES_BILLETS_PROXIES","")"#,
                #"acl from_proxy src "${LES_BILLETS_PROXIES[*]}""#,
                ".else",
                "acl from_proxy always_false",
                ".endif",
            ]
        }
    }

    /// The rules that refuse a connection, before a byte of it is read, if its address holds too many already.
    ///
    /// The rate of connections has no bound: when a network breaks, all agents of an office come back at once, from one
    /// address.
    var limitLines: [String] {
        switch addressLimit {
        case .fixed(.unlimited): []
        case .fixed(.atMost(let maximum)):
            [Self.trackLine, "\(Self.refusal) { sc0_conn_cur gt \(maximum) }"]
        case .environment(let standard):
            [Self.trackLine, #".if streq("$LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS","")"#]
                + Self.refusalUnlessLifted(standard) + [
                    #".elif strneq("$LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS",unlimited)"#,
                    Self.refusalUnlessLifted(above: #""$LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS""#),
                    ".endif",
                ]
        }
    }

    /// The rules that leave one address in X-Forwarded-For: that of the client.
    ///
    /// Each trusted proxy adds on the right whom it got the request from, so the client is the right-most address that
    /// is not a trusted proxy. What stands left of that, or of something that is no address, anybody may have
    /// written. `set-src` makes `from_proxy` look at the address found last; it holds for this request only.
    var forwardingLines: [String] {
        let hops = (1...Self.hopsMaximum).flatMap { hop in
            let condition = hop == 1 ? "" : " { var(req.hop\(hop - 1)) -m found }"
            return [
                "http-request set-var(req.hop\(hop)) req.hdr_ip(X-Forwarded-For,-\(hop)) if from_proxy\(condition)",
                "http-request set-src var(req.hop\(hop))",
            ]
        }
        return [
            "http-request del-header X-Forwarded-Proto unless from_proxy"
        ] + (tls == nil ? [] : ["http-request set-header X-Forwarded-Proto https"]) + [
            "# The client is the right-most address of X-Forwarded-For that is no trusted proxy; gateways see it alone."
        ] + hops + ["http-request set-header X-Forwarded-For %[src,ipmask(32,128)]"]
    }

    private static let trackLine =
        "tcp-request connection track-sc0 src,ipmask(32,64) table addresses unless from_proxy"

    private static let refusal = "tcp-request connection reject if"

    private static func refusalUnlessLifted(_ standard: ConnectionCap) -> [String] {
        switch standard {
        case .unlimited: []
        case .atMost(let maximum): [refusalUnlessLifted(above: "\(maximum)")]
        }
    }

    private static func refusalUnlessLifted(above maximum: String) -> String {
        "\(refusal) { sc0_conn_cur gt \(maximum) } !{ env(LES_BILLETS_NO_LIMITS) -i yes true 1 }"
    }
}

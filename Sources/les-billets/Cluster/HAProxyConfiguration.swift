import Billets
import BilletsGateway

/// What HAProxy is told: one door for clients, and the gateways behind it.
///
/// A server that fails its check gets no new connections and keeps the old ones (`on-marked-down` is
/// left at its default): a gateway without bus or store says so in `/readyz` and keeps its sockets
/// (PROTOCOL.md, promise 6), and cutting them would make a storm of reconnects out of a hiccup of
/// Redis. The sockets of a gateway that died are closed by its kernel. When no gateway is ready, those
/// that live, and are not about to stop, get the connections all the same: they know best what they can
/// still answer.
struct HAProxyConfiguration: Hashable, Sendable {
    /// A gateway as a server of HAProxy's.
    struct Server: Hashable, Sendable {
        /// Its name.
        let node: String

        /// Where it listens.
        let address: ListenAddress
    }

    /// How long nothing may come through a WebSocket: more than two of the gateways' pings, 20 s
    /// each, and more than the 60 s after which a gateway itself drops a silent socket.
    static let tunnelMaximum: Duration = .seconds(90)

    /// How often a gateway is asked how it is.
    static let checkInterval: Duration = .milliseconds(500)

    /// The same, once it has failed to say that it is ready; the second time in a row it gets nobody new.
    static let checkIntervalInDoubt: Duration = .milliseconds(100)

    /// Descriptors that HAProxy needs beside those of connections.
    static let ownDescriptors = 128

    /// Where clients come in.
    let listen: ListenAddress

    /// The gateways.
    let servers: [Server]

    /// The proxies whose word on their clients is handed on.
    let trustedProxies: TrustedProxies

    /// How many connections there may be; each takes two descriptors, one to either side.
    let connectionsMaximum: Int

    /// A configuration for a process that may have so many descriptors.
    init(
        listen: ListenAddress,
        servers: [Server],
        trustedProxies: TrustedProxies,
        descriptors: Int
    ) {
        self.listen = listen
        self.servers = servers
        self.trustedProxies = trustedProxies
        connectionsMaximum = Self.connectionsMaximum(
            descriptors: descriptors,
            servers: servers.count
        )
    }

    /// The number of connections that fit into so many descriptors; 0 if none do.
    static func connectionsMaximum(descriptors: Int, servers: Int) -> Int {
        // Checks take descriptors too: two backends ask each server, and each question is a socket.
        max(0, (descriptors - ownDescriptors - 4 * servers) / 2)
    }

    /// The text of the file; haproxy 2.6 (Debian 12) and later read it.
    var text: String {
        """
        # Made by `les-billets cluster` at each start.
        global
            log stdout format iso local0 notice
            maxconn \(connectionsMaximum)
            hard-stop-after 30s
            # A second HAProxy must not share the port in silence.
            noreuseport

        defaults
            mode http
            log global
            option dontlognull
            option redispatch
            option forwardfor
            retries 3
            retry-on conn-failure
            balance leastconn
            default-server check inter \(Self.checkInterval.wholeMilliseconds)ms \
        fastinter \(Self.checkIntervalInDoubt.wholeMilliseconds)ms fall 2 rise 1
            timeout connect 2s
            timeout check 2s
            timeout queue 5s
            timeout http-request 10s
            timeout http-keep-alive 60s
            timeout client 90s
            timeout server 90s
            timeout tunnel \(Self.tunnelMaximum.components.seconds)s

        frontend clients
            bind \(bindAddress)
        \(forwardingLines)
            # Figures are for operators, at each gateway's own address.
            http-request return status 404 if { path /metrics }
            use_backend alive if { nbsrv(ready) eq 0 }
            default_backend ready

        backend ready
            option httpchk
            http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host les-billets
        \(serverLines)

        backend alive
            option httpchk
            http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host les-billets
            http-check expect ! string '"draining":true'
        \(serverLines)

        """
    }

    /// The address with HAProxy's own word for a socket that takes IPv4 too.
    private var bindAddress: String {
        listen.host == ListenHost.allAddresses ? "\(listen) v4v6" : "\(listen)"
    }

    /// Takes away what clients say of where they come from; `option forwardfor` then adds who they are.
    private var forwardingLines: String {
        let names = trustedProxies.names
        let exception = names.isEmpty ? "" : " unless from_proxy"
        let lines =
            names.map { "acl from_proxy src \($0)" }
            + ["X-Forwarded-For", "X-Forwarded-Proto"].map {
                "http-request del-header \($0)\(exception)"
            }
        return lines.map { "    " + $0 }.joined(separator: "\n")
    }

    private var serverLines: String {
        servers.map { "    server \($0.node) \($0.address)" }.joined(separator: "\n")
    }
}

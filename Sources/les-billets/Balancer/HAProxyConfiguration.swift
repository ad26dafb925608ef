import Billets
import BilletsGateway

/// The configuration of the HAProxy before the gateways: that of a cluster, of docker-compose.yml and of the systemd units.
///
/// A server that fails its check gets no new connections and keeps its old ones (`on-marked-down` has its default):
/// a gateway without bus or store says so in `/readyz` and keeps its sockets (PROTOCOL.md, promise 6). The kernel
/// closes the sockets of a gateway that died. If no gateway is ready, new connections go to those that live and
/// are not about to stop.
struct HAProxyConfiguration: Hashable, Sendable {
    /// A gateway as a server of HAProxy's.
    struct Server: Hashable, Sendable {
        /// Its name.
        let node: String

        /// The address at which it listens.
        let address: ListenAddress
    }

    /// The gateways.
    enum Gateways: Hashable, Sendable {
        /// These very ones.
        case listed([Server])

        /// All that Docker's DNS knows under this name and port.
        case resolved(String)
    }

    /// The proxies in front of HAProxy that are trusted to name their clients.
    enum Proxies: Hashable, Sendable {
        /// These very ones.
        case listed(TrustedProxies)

        /// Those in the variable LES_BILLETS_PROXIES of HAProxy's environment, with spaces between them.
        case environment
    }

    /// The bound on the connections that one address holds at a time.
    enum AddressLimit: Hashable, Sendable {
        /// This bound.
        case fixed(ConnectionCap)

        /// The one that the gateways have in HAProxy's environment, or else this one.
        case environment(standard: ConnectionCap)
    }

    /// The TLS that HAProxy speaks to clients.
    struct TLS: Hashable, Sendable {
        /// The address at which it listens, as `bind` takes it.
        let bind: String

        /// The port in the address that clear-text requests are redirected to, with a colon before it; empty for
        /// HTTPS's own.
        let portSuffix: String

        /// The PEM file with certificate and key.
        static let certificate = "/etc/haproxy/les-billets.pem"
    }

    /// The time that a WebSocket may be silent: more than two of the gateways' pings, 20 s each, and more than the
    /// 60 s after which a gateway itself drops a silent socket.
    static let tunnelMaximum: Duration = .seconds(90)

    /// The time between two checks of a gateway.
    static let checkInterval: Duration = .milliseconds(500)

    /// The same after a failed check; the second failure in a row takes the gateway out.
    static let checkIntervalInDoubt: Duration = .milliseconds(100)

    /// The number of proxies in front of one another whose X-Forwarded-For is followed; HAProxy reads 10 values at most.
    static let hopsMaximum = 8

    /// The number of addresses with connections that HAProxy counts, in thousands of 1024.
    static let countedAddressesThousands = 100

    /// The comment at the head of the file, line by line.
    let comment: [String]

    /// The section `global`, line by line.
    let global: [String]

    /// The words behind `default-server` that only this installation has.
    let serverWords: String

    /// The address at which clients come in, as `bind` takes it.
    let bind: String

    /// TLS for clients; nil for clear text.
    ///
    /// With TLS, clear-text requests are redirected, and nothing else is served to them.
    let tls: TLS?

    /// The trusted proxies in front of it.
    let proxies: Proxies

    /// The bound on the connections of an address.
    let addressLimit: AddressLimit

    /// The gateways.
    let gateways: Gateways

    /// The sections that only this installation has.
    let furtherSections: [String]

    /// The text of the file; haproxy 2.6 (Debian 12) and later read it.
    var text: String {
        let sections =
            [globalSection, defaultsSection, addressesSection] + clearTextSection + [clientsSection]
            + furtherSections + [
                backendSection("ready", also: []), backendSection("alive", also: Self.aliveLines),
            ]
        return (comment + [sections.joined(separator: "\n\n")]).joined(separator: "\n") + "\n"
    }

    /// The lines of a section below its name.
    static func section(_ name: String, _ lines: [String]) -> String {
        let indented = lines.map { $0.hasPrefix(".") || $0.isEmpty ? $0 : "    " + $0 }
        return ([name] + indented).joined(separator: "\n")
    }

    private static let aliveLines = [#"http-check expect ! string '"draining":true'"#]

    private var globalSection: String { Self.section("global", global) }

    private var defaultsSection: String {
        Self.section(
            "defaults",
            [
                "mode http", "log global", "option dontlognull", "option redispatch", "retries 3",
                "retry-on conn-failure", "balance leastconn", "timeout connect 2s",
                "timeout check 2s", "timeout queue 5s",
                "# A connection that sends no whole request head is closed after this time.",
                "timeout http-request 10s", "timeout http-keep-alive 60s", "timeout client 30s",
                "timeout server 90s",
                "# More than two pings of the gateways, 20 s each, and more than the 60 s after which they drop a silent socket.",
                "timeout tunnel \(Self.tunnelMaximum.components.seconds)s",
                "default-server check inter \(Self.checkInterval.wholeMilliseconds)ms "
                    + "fastinter \(Self.checkIntervalInDoubt.wholeMilliseconds)ms fall 2 rise 1\(serverWords)",
            ]
        )
    }

    private var addressesSection: String {
        Self.section(
            "backend addresses",
            [
                "# The connections of each address that is no trusted proxy: IPv4 as a whole, IPv6 by its first 64 bits.",
                "stick-table type ipv6 size \(Self.countedAddressesThousands)k expire 10s store conn_cur",
            ]
        )
    }

    private var clearTextSection: [String] {
        guard let tls else { return [] }
        return [
            Self.section(
                "frontend cleartext",
                ["bind \(bind)"] + proxyLines + limitLines + [
                    "http-request deny status 400 unless { req.hdr(host) -m found }",
                    #"http-request redirect code 308 location "https://%[req.hdr(host),host_only]"#
                        + tls.portSuffix + #"%[pathq]""#,
                ]
            )
        ]
    }

    private var clientsSection: String {
        Self.section(
            "frontend clients",
            [tls.map { "bind \($0.bind) ssl crt \(TLS.certificate)" } ?? "bind \(bind)"]
                + proxyLines + limitLines + forwardingLines + [
                    "# Metrics are for operators, at each gateway's own address.",
                    "http-request return status 404 if { path /metrics }",
                    "use_backend alive if { nbsrv(ready) eq 0 }", "default_backend ready",
                ]
        )
    }

    private func backendSection(_ name: String, also lines: [String]) -> String {
        let servers =
            switch gateways {
            case .listed(let servers): servers.map { "server \($0.node) \($0.address)" }
            case .resolved(let name): ["server-template gateway 1-20 \(name)"]
            }
        return Self.section(
            "backend \(name)",
            [
                "option httpchk",
                "http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host les-billets",
            ] + lines + servers
        )
    }
}

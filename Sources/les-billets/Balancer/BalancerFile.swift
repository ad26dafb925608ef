/// A configuration of HAProxy that the repository holds, made from `HAProxyConfiguration`.
enum BalancerFile: String, CaseIterable, Sendable {
    /// The one that docker-compose.yml mounts.
    case compose

    /// The one that deploy/compose/tls.yml mounts.
    case composeTLS = "compose-tls"

    /// The one for the systemd units.
    case systemd

    /// The one for the systemd units, with TLS.
    case systemdTLS = "systemd-tls"

    /// Its configuration.
    var configuration: HAProxyConfiguration {
        switch self {
        case .compose: .compose(usesTLS: false)
        case .composeTLS: .compose(usesTLS: true)
        case .systemd: .systemd(usesTLS: false)
        case .systemdTLS: .systemd(usesTLS: true)
        }
    }

    /// Its path in the repository.
    var path: String {
        switch self {
        case .compose: "deploy/compose/haproxy.cfg"
        case .composeTLS: "deploy/compose/haproxy-tls.cfg"
        case .systemd: "deploy/systemd/haproxy.cfg"
        case .systemdTLS: "deploy/systemd/haproxy-tls.cfg"
        }
    }
}

extension BalancerFile: OptionValue {
    /// Reads `compose`, `compose-tls`, `systemd` or `systemd-tls`.
    init(parsing text: String) throws {
        guard let file = BalancerFile(rawValue: text) else {
            throw Complaint("write \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self = file
    }
}

import BilletsGateway
import BilletsLink
import BilletsWire
import Glibc

/// What is found about this machine: limits, ports, and what was installed.
enum MachineFindings {
    /// With fewer descriptors than this a gateway holds few sockets.
    static let descriptorsWarning = 4096

    /// What is found about the number of sockets and files that a process may have.
    static func descriptors() -> Finding {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return Finding("descriptors", .warning, "The limit of descriptors cannot be read.")
        }
        return descriptors(soft: Int(clamping: limit.rlim_cur), hard: Int(clamping: limit.rlim_max))
    }

    /// What limits mean; the soft one is raised at start.
    static func descriptors(soft: Int, hard: Int) -> Finding {
        let allowed = min(hard, Int(DescriptorLimit.maximum))
        let sockets = max(0, allowed - GatewayAssembly.descriptorsKept)
        let limits = "A process may have \(soft) descriptors, and raises that to \(allowed)"
        return allowed < descriptorsWarning
            ? Finding(
                "descriptors",
                .warning,
                "\(limits): a gateway holds \(sockets) sockets at most; raise the hard limit (ulimit -Hn, LimitNOFILE)."
            ) : Finding("descriptors", .ok, "\(limits): enough for \(sockets) sockets.")
    }

    /// What is found about the folder of what is needed beside the program.
    static func installation(_ settings: Settings) -> [Finding] {
        let subject = "installation"
        let installation: Installation
        do {
            installation = try Installation.find(settings)
        } catch {
            return [Finding(subject, .wrong, ErrorSentence.of(error) ?? "\(error)")]
        }
        let found = Finding(subject, .ok, "The migrations are in '\(installation.migrations)'.")
        guard (try? SwaggerUI(folder: installation.swaggerUI)) != nil else {
            return [
                found,
                Finding(
                    subject,
                    .warning,
                    "Swagger UI is not in '\(installation.swaggerUI)', so that /docs is empty: run "
                        + "deploy/fetch-swagger-ui."
                ),
            ]
        }
        return [found, Finding(subject, .ok, "Swagger UI is in '\(installation.swaggerUI)'.")]
    }

    /// What is found at the address where a gateway or a store process is to listen.
    static func door(_ listen: LinkAddress, isTLS: Bool) async -> Finding {
        let subject = "port"
        guard case .tcp(let host, let port) = listen else {
            return Finding(subject, .ok, "\(listen) is a Unix-domain socket: no port is needed.")
        }
        let address = ListenAddress(host: host, port: port)
        guard port != 0 else { return Finding(subject, .ok, "Any free port is taken.") }
        do {
            try await PortCheck.requireFree(address, option: "--listen")
            return Finding(subject, .ok, "\(address) is free.")
        } catch {
            let reachable = ListenAddress(host: address.reachableHost, port: port)
            let question = ReadinessQuestion.readyz(reachable, over: isTLS ? .ownTLS : .clearText)
            return door(address, says: await ReadinessProbe.answer(question), or: error)
        }
    }

    private static func door(
        _ address: ListenAddress,
        says answer: ReadinessAnswer,
        or error: any Error
    ) -> Finding {
        let subject = "port"
        switch answer {
        case .ready(let readiness?):
            return Finding(subject, .ok, "At \(address) is \(readiness.node), and it is ready.")
        case .notReady(let readiness):
            let reason = readiness.complaint ?? "it does not say why"
            return Finding(
                subject,
                .warning,
                "At \(address) is \(readiness.node), and it is not ready: \(reason)."
            )
        case .foreign:
            return Finding(
                subject,
                .warning,
                "At \(address) is something that is no gateway: if it is not the store process, end it, or choose "
                    + "another port with --listen."
            )
        case .ready(nil), .silent:
            return Finding(subject, .wrong, ErrorSentence.of(error) ?? "\(error)")
        }
    }
}

import BilletsGateway
import BilletsLink
import BilletsWire
import Glibc

/// What is found about this machine: limits, ports, and what was installed.
enum MachineFindings {
    /// The finding about the sockets that a gateway holds within the limit of descriptors.
    static func descriptors(eventLoops: Int) -> Finding {
        guard let allowed = allowedDescriptors else {
            return Finding("descriptors", .warning, "The limit of descriptors cannot be read.")
        }
        return descriptors(
            "A process may have \(allowed) sockets and files",
            holder: "a gateway",
            sockets: DescriptorBudget(limit: allowed, eventLoops: eventLoops).sockets
        )
    }

    /// The finding about the sockets that a cluster of so many gateways holds within the limit of descriptors.
    static func descriptors(gateways: Int, eventLoops: Int) -> Finding {
        guard let allowed = allowedDescriptors else {
            return Finding("descriptors", .warning, "The limit of descriptors cannot be read.")
        }
        let capacity = ClusterCapacity(
            descriptors: allowed,
            gateways: gateways,
            eventLoops: eventLoops
        )
        return descriptors(
            "Each process may have \(allowed) sockets and files",
            holder: "a cluster of \(gateways) gateways",
            sockets: capacity.sockets
        )
    }

    /// The finding about a number of sockets, which `limits` explains.
    static func descriptors(_ limits: String, holder: String, sockets: Int) -> Finding {
        let sentence = "\(limits): \(holder) holds \(sockets) sockets."
        return switch sockets {
        case ..<1: Finding("descriptors", .wrong, "\(sentence) \(DescriptorBudget.advice)")
        case ..<DescriptorBudget.socketsWarning:
            Finding("descriptors", .warning, "\(sentence) \(DescriptorBudget.advice)")
        default: Finding("descriptors", .ok, sentence)
        }
    }

    /// The number of descriptors that a process of ours gets: the soft limit is raised at start.
    private static var allowedDescriptors: Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return nil
        }
        return Int(min(limit.rlim_max, DescriptorLimit.maximum))
    }

    /// The findings about the programs of other people that a cluster starts.
    static func clusterPrograms(_ settings: Settings) -> [Finding] {
        ClusterPlan.Programs.packages.map { program, package in
            do {
                let path = try ProgramSearch.find(
                    program,
                    package: package,
                    in: settings.programFolders
                )
                return Finding("program", .ok, "\(program) is at \(path).")
            } catch {
                return Finding("program", .wrong, ErrorSentence.of(error) ?? "\(error)")
            }
        }
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
    static func door(
        _ listen: LinkAddress,
        isTLS: Bool,
        hostOption: String = "--listen",
        portOption: String = "--listen"
    ) async -> Finding {
        let subject = "port"
        guard case .tcp(let host, let port) = listen else {
            return Finding(subject, .ok, "\(listen) is a Unix-domain socket: no port is needed.")
        }
        let address = ListenAddress(host: host, port: port)
        guard port != 0 else { return Finding(subject, .ok, "Any free port is taken.") }
        do {
            try await PortCheck.requireFree(
                address,
                hostOption: hostOption,
                portOption: portOption
            )
            return Finding(subject, .ok, "\(address) is free.")
        } catch {
            let reachable = ListenAddress(host: address.reachableHost, port: port)
            let question = ReadinessQuestion.readyz(reachable, over: isTLS ? .ownTLS : .clearText)
            return door(address, says: await ReadinessProbe.answer(question), or: error)
        }
    }

    /// The finding about the address where metrics are to be told.
    static func metricsDoor(_ address: ListenAddress) async -> Finding {
        let subject = "metrics port"
        guard address.port != 0 else { return Finding(subject, .ok, "Any free port is taken.") }
        do {
            try await PortCheck.requireFree(address, option: "--metrics-listen")
            return Finding(subject, .ok, "\(address) is free.")
        } catch {
            let reachable = ListenAddress(host: address.reachableHost, port: address.port)
            if await ReadinessProbe.tellsMetrics(reachable) {
                return Finding(subject, .ok, "At \(address) are the metrics of a les-billets.")
            }
            return Finding(subject, .wrong, ErrorSentence.of(error) ?? "\(error)")
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

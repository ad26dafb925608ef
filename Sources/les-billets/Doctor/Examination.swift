import Billets
import BilletsBus
import BilletsGateway
import BilletsLink
import BilletsWire
import Glibc
import NIOCore

/// All that is examined of an installation, with the options and variables that its processes have.
struct Examination {
    /// A shorter store secret is a warning.
    static let storeSecretCharactersMinimum = 16

    private let options: DoctorCommand
    private let settings: Settings

    /// The examination that `options` ask for.
    init(_ options: DoctorCommand, _ settings: Settings) {
        self.options = options
        self.settings = settings
    }

    /// Examines one thing after the other.
    func perform() async -> [Finding] {
        var found = [Finding("version", .ok, "This is les-billets \(Version.current).")]
        found += VariableFindings(settings).findings
        found += values()
        found += secretFiles()
        found += MachineFindings.installation(settings)
        found.append(descriptors())
        if isCluster { found += MachineFindings.clusterPrograms(settings) }
        found += trust()
        found += certificates()
        found += await store()
        found += await redis()
        found += await metricsDoor()
        found.append(await door())
        return found
    }

    // MARK: What was said

    /// Whether what options and variables say makes sense to those who will read it.
    private func values() -> [Finding] {
        let gateway = options.gateway
        var configuration = GatewayConfiguration(node: "doctor", host: "127.0.0.1", port: 0)
        let questions: [() throws -> Void] = [
            { _ = try gateway.limits.limits(settings) },
            { try gateway.rates.apply(to: &configuration, isUnlimited: false, settings) },
            { try gateway.patience.apply(to: &configuration, settings) },
            { _ = try EventLoopOptions.number(gateway.threads.eventLoops, settings) },
            { try gateway.compression.apply(to: &configuration, settings) },
            { try gateway.door.applyTrust(to: &configuration, settings) },
            { _ = try options.leases.policy(settings) },
            { _ = try settings.value(options.metrics.metricsListen, .metricsListen) },
            { _ = try options.log.log(settings) },
            { _ = try options.trust.tls(settings) },
        ]
        let checks = Setting.allCases.map { setting in { try settings.check(setting) } }
        let wrong = (questions + checks).compactMap { self.wrong("settings", $0) }
            .reduce(into: [Finding]()) { found, finding in
                // An option and a command that reads its variable complain in the same words.
                if !found.contains(finding) { found.append(finding) }
            }
        return wrong.isEmpty ? [Finding("settings", .ok, "Every setting makes sense.")] : wrong
    }

    private func secretFiles() -> [Finding] {
        Setting.allCases.filter(\.isSecret).flatMap { secret -> [Finding] in
            guard let path = settings.path(secret.fileVariable) else { return [] }
            return FileFindings.secret(path, of: secret.fileVariable)
        } + [shortStoreSecret()].compactMap { $0 }
    }

    /// The warning about a store secret that can be guessed.
    private func shortStoreSecret() -> Finding? {
        let file = settings.path(Setting.storeSecret.fileVariable)
        guard file.flatMap(FileMode.init(of:))?.isReadOnce != true,
            let secret = try? settings.secret(.storeSecret),
            secret.revealed.count < Self.storeSecretCharactersMinimum
        else { return nil }
        return Finding(
            "store secret",
            .warning,
            "The store secret has fewer than \(Self.storeSecretCharactersMinimum) characters and can be guessed: make "
                + "one with `openssl rand -hex 32`."
        )
    }

    /// The warnings about proxies that are trusted.
    private func trust() -> [Finding] {
        let proxies = try? settings.value(options.gateway.door.trustedProxies, .trustedProxies)
        return (proxies?.blocksOfStrangers ?? []).map { block in
            Finding(
                "trusted proxies",
                .warning,
                "\(block) in --trusted-proxies is larger than any private network: every client in it can claim any "
                    + "address, and so evades the limits of an address. Name the proxies' own addresses."
            )
        }
    }

    // MARK: The machine

    /// True if a cluster of this machine is examined: because of --cluster, a variable that only a cluster reads, or
    /// the folder of one.
    private var isCluster: Bool {
        let folder = try? ClusterFolder.standardPath(settings)
        return options.cluster
            || [Setting.gateways, .directory].contains { settings.isSet($0.rawValue) }
            || folder.map { access($0 + "/logs", F_OK) == 0 } == true
    }

    private func descriptors() -> Finding {
        let number = try? EventLoopOptions.number(options.gateway.threads.eventLoops, settings)
        guard isCluster else {
            return MachineFindings.descriptors(eventLoops: number ?? System.coreCount)
        }
        let gateways =
            (try? settings.value(nil as GatewayCount?, .gateways)?.number)
            ?? ClusterCommand.gatewaysStandard
        return MachineFindings.descriptors(
            gateways: gateways,
            eventLoops: number ?? max(1, System.coreCount / gateways)
        )
    }

    private func metricsDoor() async -> [Finding] {
        guard
            let address = try? settings.value(options.metrics.metricsListen, .metricsListen)
        else { return [] }
        return [await MachineFindings.metricsDoor(address)]
    }

    private func wrong(_ subject: String, _ question: () throws -> Void) -> Finding? {
        do {
            try question()
            return nil
        } catch {
            return Finding(subject, .wrong, ErrorSentence.of(error) ?? "\(error)")
        }
    }

    // MARK: Certificates

    private func certificates() -> [Finding] {
        let door = options.gateway.door
        let link = options.trust.files
        return pair(
            "TLS certificate",
            certificate: value(door.tlsCertificate, .tlsCertificate),
            key: value(door.tlsKey, .tlsKey)
        ) { _ = try ServerCertificate(chainPath: $0, keyPath: $1) }
            + pair(
                "store TLS certificate",
                certificate: value(link.storeTLSCertificate, .storeTLSCertificate),
                key: value(link.storeTLSKey, .storeTLSKey)
            ) { _ = try TLSIdentity(certificate: $0, key: $1) }
            + (value(link.storeTLSAuthority, .storeTLSAuthority).map { path in
                certificate("store TLS authority", path).findings()
            } ?? [])
    }

    private func pair(
        _ subject: String,
        certificate path: String?,
        key: String?,
        fit: (String, String) throws -> Void
    ) -> [Finding] {
        switch (path, key) {
        case (nil, nil): []
        case (let path?, let key?):
            certificate(subject, path).findings { try fit(path, key) }
                + [FileFindings.privacy(of: key, subject: "TLS key")].compactMap { $0 }
        case (_?, nil), (nil, _?):
            [Finding(subject, .wrong, "There is only one of certificate and key: name both files.")]
        }
    }

    private func certificate(_ subject: String, _ path: String) -> CertificateFindings {
        CertificateFindings(
            subject: subject,
            path: path,
            now: WallClock.system.now().millisecondsSinceEpoch / 1000
        )
    }

    private func value(_ given: String?, _ setting: Setting) -> String? {
        try? settings.value(given, setting)
    }

    // MARK: Others

    private func store() async -> [Finding] {
        do {
            let named = try options.store ?? settings.storeAddress
            let database = try settings.value(options.database, .database)
            let address =
                try named ?? .sqlite(path: database ?? DatabasePath.standard(settings))
            var found = await StoreFindings.findings(
                address,
                secret: try settings.secret(.storeSecret),
                tls: try options.trust.tls(settings)
            )
            // Where both are named, this machine may be that of the store process, too.
            if let database, named != nil, named != .sqlite(path: database) {
                found += await StoreFindings.findings(
                    .sqlite(path: database),
                    secret: nil,
                    tls: nil
                )
            }
            return found
        } catch {
            return [Finding("store", .wrong, ErrorSentence.of(error) ?? "\(error)")]
        }
    }

    private func redis() async -> [Finding] {
        do {
            let named = try settings.value(options.bus, .bus)
            guard named != nil || !isCluster else { return [] }
            let checkup = RedisCheckup(
                of: named ?? RedisAddress(host: "127.0.0.1"),
                password: try settings.secret(.redisPassword)
            )
            let found = await checkup.findings()
            guard named == nil, found.contains(where: { $0.verdict == .wrong }) else {
                return found
            }
            return [
                Finding(
                    "redis",
                    .warning,
                    "No Redis is named with --bus, and there is none to use at \(RedisAddress(host: "127.0.0.1")): "
                        + "gateways need one, `les-billets serve` does not."
                )
            ]
        } catch {
            return [Finding("redis", .wrong, ErrorSentence.of(error) ?? "\(error)")]
        }
    }

    private func door() async -> Finding {
        do {
            let standard = ListenAddress.standardForClients
            let named = try settings.value(options.listen, .listen)
            if named == nil, isCluster {
                let host = try settings.value(nil as ListenHost?, .host)?.name
                let port = try settings.value(nil as PortNumber?, .port)?.number
                return await MachineFindings.door(
                    .tcp(host: host ?? standard.host, port: port ?? standard.port),
                    isTLS: false,
                    hostOption: "--host",
                    portOption: "--port"
                )
            }
            let listen = named ?? .tcp(host: standard.host, port: standard.port)
            let isTLS = value(options.gateway.door.tlsCertificate, .tlsCertificate) != nil
            return await MachineFindings.door(listen, isTLS: isTLS)
        } catch {
            return Finding("port", .wrong, ErrorSentence.of(error) ?? "\(error)")
        }
    }
}

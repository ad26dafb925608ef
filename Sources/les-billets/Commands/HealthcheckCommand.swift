import ArgumentParser
import Billets
import BilletsLink
import BilletsLoad

/// The command `les-billets healthcheck`.
struct HealthcheckCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "healthcheck",
        abstract: "Ask a gateway, or a store process, whether it serves.",
        discussion: """
            Without --url and --store, the gateway on this machine is asked: at the port of --listen, over TLS if there \
            is a certificate. The answer is one sentence, and the status: 0 if it serves, 1 if not, within \
            \(HealthExamination.patience.components.seconds) seconds. Containers and scripts call it.
            """
    )

    /// Another gateway.
    @Option(
        help: ArgumentHelp(
            "Ask this gateway or balancer: http://HOST:PORT, or https. (Not taken from the environment.)",
            valueName: "url"
        ),
        transform: LoadTargetList.init(parsing:)
    )
    var url: LoadTargetList?

    /// A store process.
    @Option(
        help: ArgumentHelp(
            "Ask this store process: grpc://HOST:PORT or unix:PATH. (Not taken from the environment, in which a "
                + "gateway finds its own store.)",
            valueName: "address"
        ),
        transform: StoreAddress.init(parsing:)
    )
    var store: StoreAddress?

    /// Where the gateway on this machine listens.
    @Option(help: .listen(.standardForClients), transform: ListenAddress.init(parsing:))
    var listen: ListenAddress?

    /// Whether it speaks TLS.
    @Option(
        help: .setting(
            .tlsCertificate,
            "The certificate of the gateway on this machine, if it speaks TLS by itself.",
            value: "path",
            default: "no TLS"
        ),
        transform: String.init(parsing:)
    )
    var tlsCertificate: String?

    /// Whose certificate the gateway of `--url` must show.
    @Option(
        help: .setting(
            .tlsAuthority,
            "A PEM file with the authority of the certificate of --url.",
            value: "path",
            default: "those that this machine trusts"
        ),
        transform: String.init(parsing:)
    )
    var tlsAuthority: String?

    @OptionGroup var trust: StoreTrustOptions

    /// Asks.
    func run() async throws {
        let settings = Settings.process
        let examination: HealthExamination =
            switch (url, store) {
            case (nil, nil): .gateway(try ownGateway(settings))
            case (let url?, nil): .gateway(try question(url, settings))
            case (nil, .process(let address)?):
                .store(
                    StoreProbe(
                        address: address,
                        secret: try settings.secret(.storeSecret),
                        tls: try trust.tls(settings),
                        patience: HealthExamination.patience
                    ),
                    address
                )
            case (nil, .sqlite?):
                throw ValidationError(
                    "A database file is no process: --store takes grpc://HOST:PORT or unix:PATH."
                )
            case (_?, _?): throw ValidationError("Give --url or --store, not both.")
            }
        StandardStreams.output(try await examination.perform())
    }

    private func ownGateway(_ settings: Settings) throws -> ReadinessQuestion {
        let listen = try settings.value(listen, .listen) ?? .standardForClients
        let isTLS = try settings.value(tlsCertificate, .tlsCertificate) != nil
        return .readyz(
            ListenAddress(host: listen.reachableHost, port: listen.port),
            over: isTLS ? .ownTLS : .clearText
        )
    }

    private func question(_ url: LoadTargetList, _ settings: Settings) throws -> ReadinessQuestion {
        guard url.targets.count == 1, let target = url.targets.first else {
            throw ValidationError("Give one --url.")
        }
        return .readyz(
            ListenAddress(host: target.host, port: target.port),
            over: target.isSecure
                ? .tls(authority: try settings.value(tlsAuthority, .tlsAuthority)) : .clearText
        )
    }
}

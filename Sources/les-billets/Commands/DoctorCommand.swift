import ArgumentParser
import BilletsBus
import BilletsLink
import BilletsWire

/// The command `les-billets doctor`.
struct DoctorCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Examine settings, files, limits, the database or store, and Redis; change nothing.",
        discussion: """
            Takes the options and variables of `les-billets gateway` and `les-billets store`, and says of each thing, on \
            one line, whether it is ok, a warning, or wrong, and what to do. The status is 0 if nothing is wrong, and 1 \
            otherwise. Run it as the user, and in the environment, that the processes have.
            """
    )

    /// Which store is examined.
    @Option(help: .store, transform: StoreAddress.init(parsing:))
    var store: StoreAddress?

    /// Which database is examined.
    @Option(help: .database, transform: String.init(parsing:))
    var database: String?

    /// Which Redis is examined.
    @Option(help: .bus, transform: RedisAddress.init(parsing:))
    var bus: RedisAddress?

    /// Where a gateway, or a store process, is to listen.
    @Option(
        help: .setting(
            .listen,
            "Where a gateway or a store process listens, or is to.",
            value: "host:port|unix:path",
            default: "\(ListenAddress.standardForClients)"
        ),
        transform: LinkAddress.init(parsing:)
    )
    var listen: LinkAddress?

    /// True if a cluster of this machine is examined.
    @Flag(
        help: ArgumentHelp(
            "Examine what `les-billets cluster` needs, too: HAProxy, Redis, its limits. (Not taken from the environment, "
                + "where a variable of a cluster does the same.)"
        )
    )
    var cluster = false

    /// Whether what is found is written as JSON.
    @Flag(help: .setting(.json, "Write one object of JSON.")) var json = false

    @OptionGroup var trust: StoreTrustOptions

    @OptionGroup var gateway: GatewayOptions

    @OptionGroup var leases: LeaseOptions

    @OptionGroup var metrics: MetricsOptions

    @OptionGroup var log: LogOptions

    /// Examines everything.
    func run() async throws {
        let settings = Settings.process
        let findings = await Examination(self, settings).perform()
        // The findings tell the fault of the variable.
        if (try? settings.value(json ? true : nil, .json)) ?? false {
            StandardStreams.output(findings.encoded())
        } else {
            for finding in findings { StandardStreams.output(finding.line) }
        }
        guard findings.allSatisfy({ $0.verdict != .wrong }) else { throw ExitCode(1) }
    }
}

extension Finding {
    /// The finding as a line for people.
    fileprivate var line: String {
        let verdict = verdict.rawValue.padded(to: 8)
        return SingleLineLogHandler.plain("\(verdict) \(subject): \(sentence)")
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

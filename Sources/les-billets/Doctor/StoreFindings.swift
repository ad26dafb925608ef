import Billets
import BilletsLink
import BilletsStore
import BilletsWire

/// What is found about a store.
enum StoreFindings {
    /// How long a store process has to answer.
    static let patience: Duration = .seconds(5)

    /// What is found about the store at `address`.
    static func findings(
        _ address: StoreAddress,
        secret: Secret?,
        tls: GatewayTLS?
    ) async -> [Finding] {
        switch address {
        case .sqlite(let path):
            // Blocks one thread, while nothing else is done here.
            return DatabaseCheckup(of: path).findings()
        case .process(let link):
            let clearText =
                tls == nil && !link.isOnThisMachine
                ? [
                    Finding(
                        "store",
                        .warning,
                        "What goes to the store at \(link) can be read by whoever reads that network: give "
                            + "--store-tls-authority, unless nobody can."
                    )
                ] : []
            let probe = StoreProbe(address: link, secret: secret, tls: tls, patience: patience)
            return clearText + (await findings(about: address, probe))
        }
    }

    private static func findings(about address: StoreAddress, _ probe: StoreProbe) async
        -> [Finding]
    {
        let status: StoreStatus
        do {
            status = try await probe.status()
        } catch {
            let cause = error.cause.map { " (\($0.prefix(200)))" } ?? ""
            return [Finding("store", .wrong, "\(address): \(error.message)\(cause)")]
        }
        let serving =
            status.isServing
            ? Finding("store", .ok, "\(address) serves, and lets this process in.")
            : Finding("store", .wrong, "\(address) does not serve: \(status.message)")
        return [serving, version(status.version, at: address)]
    }

    private static func version(_ version: String, at address: StoreAddress) -> Finding {
        version == Version.current
            ? Finding(
                "store version",
                .ok,
                "\(address) has version \(version), as this program has."
            )
            : Finding(
                "store version",
                .warning,
                "\(address) has version \(version), and this program \(Version.current): bring both to one version."
            )
    }
}

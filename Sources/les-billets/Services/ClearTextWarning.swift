import BilletsLink
import Logging

/// Warns of a link between gateways and store that others may read.
enum ClearTextWarning {
    /// Writes the warning, if the link at `address` leaves this machine without TLS.
    static func give(_ address: LinkAddress, usesTLS: Bool, _ logger: Logger) {
        guard !usesTLS, !address.isOnThisMachine else { return }
        logger.warning(
            """
            The secret and all tickets travel between gateways and store in clear text: give the store \
            --store-tls-certificate and --store-tls-key, and the gateways --store-tls-authority, unless \
            nobody else can read that network.
            """,
            metadata: ["store": "\(address)"]
        )
    }
}

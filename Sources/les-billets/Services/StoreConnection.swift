import Billets
import BilletsLink
import BilletsStore
import BilletsWire
import Logging
import Metrics
import ServiceLifecycle

/// A store as a process uses it, whichever way it is reached.
struct StoreConnection: Sendable {
    /// Where tickets are kept.
    let tickets: any TicketStore

    /// Where accounts are kept.
    let accounts: any AccountStore

    /// What must run as long as the store is used; it closes the store when it ends.
    let service: any Service

    /// Opens the store at `address`, or begins to connect to it; `leases` are those of a file.
    ///
    /// - Throws: a `Rejection` if a database file cannot be opened, a `Complaint` if a secret cannot be
    ///   read or something for TLS is missing. A store process may be away: the connection waits for it.
    static func open(
        _ address: StoreAddress,
        trust: StoreTrustOptions,
        leases: LeasePolicy = .init(),
        settings: Settings,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        logger: Logger
    ) throws -> StoreConnection {
        switch address {
        case .sqlite(let path):
            return StoreConnection(
                try SQLiteStore.open(.file(path), leases: leases, metrics: metrics, logger: logger)
            )
        case .process(let server):
            let tls = try trust.tls(settings)
            ClearTextWarning.give(server, usesTLS: tls != nil, logger)
            let store = RemoteStore(
                address: server,
                secret: try settings.secret(.storeSecret),
                tls: tls,
                metrics: metrics,
                logger: logger
            )
            return StoreConnection(tickets: store, accounts: store, service: store)
        }
    }

    /// The connection to a database that this process opened itself.
    init(_ store: SQLiteStore) {
        self.init(tickets: store, accounts: store, service: OpenDatabase(store: store))
    }

    private init(
        tickets: any TicketStore,
        accounts: any AccountStore,
        service: any Service
    ) {
        self.tickets = tickets
        self.accounts = accounts
        self.service = service
    }
}

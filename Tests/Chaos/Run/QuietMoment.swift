import Billets

/// What everybody holds at about the same time.
struct QuietMoment: Sendable {
    /// The database.
    let database: DatabaseRecord

    /// The boards of the clients.
    let boards: [Board?]

    /// The lists of the gateways, as far as nothing changed between their pages.
    let listings: [GatewayListing]

    /// How many gateways there are.
    let gateways: Int

    /// Whether it was all of one revision.
    var isQuiet: Bool {
        listings.count == gateways
            && listings.allSatisfy { $0.revision == database.revision }
            && boards.allSatisfy { $0?.cursor.revision == database.revision }
    }
}

public import Billets

/// All pages of the list of tickets, as a gateway gave them over HTTP.
public struct GatewayListing: Sendable {
    /// The gateway, from 0 on.
    public let gateway: Int

    /// Where the database stood on every page.
    public let revision: Revision

    /// The tickets of all pages.
    public let tickets: [Ticket]

    /// A list.
    public init(gateway: Int, revision: Revision, tickets: [Ticket]) {
        self.gateway = gateway
        self.revision = revision
        self.tickets = tickets
    }
}

import BilletsLink

extension LinkAddress: OptionValue {
    /// Where gateways come in to a store process, unless said otherwise.
    static let standardForGateways = LinkAddress.tcp(host: "127.0.0.1", port: 8090)

    /// Reads `HOST:PORT`, with an IPv6 address in brackets, or `unix:PATH`.
    init(parsing text: String) throws {
        guard let address = LinkAddress(text) else {
            throw Complaint("write HOST:PORT, such as 127.0.0.1:8090, or unix:PATH")
        }
        self = address
    }
}

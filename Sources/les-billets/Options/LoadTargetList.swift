import BilletsLoad

/// The gateways that are put under load.
struct LoadTargetList: Sendable {
    /// How many there may be.
    static let targetsMaximum = 256

    /// In the order in which they were named.
    let targets: [LoadTarget]

    /// These gateways.
    init(_ targets: [LoadTarget]) {
        self.targets = targets
    }
}

extension LoadTargetList: OptionValue {
    /// Reads URLs with commas between them.
    init(parsing text: String) throws {
        let parts = text.split(separator: ",")
        let targets = parts.compactMap { LoadTarget($0.filter { !$0.isWhitespace }) }
        guard targets.count == parts.count else {
            throw Complaint(
                "write http://HOST:PORT or https://HOST:PORT, with commas between several, and nothing else in a URL"
            )
        }
        guard !targets.isEmpty, targets.count <= Self.targetsMaximum else {
            throw Complaint("name 1 to \(Self.targetsMaximum) gateways: http://HOST:PORT")
        }
        self.init(targets)
    }
}

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
        let targets = try text.split(separator: ",").map { part in
            guard let target = LoadTarget(part.filter { !$0.isWhitespace }) else {
                throw Complaint(
                    "'\(part)' is no gateway: write http://HOST:PORT or https://HOST:PORT"
                )
            }
            return target
        }
        guard !targets.isEmpty, targets.count <= Self.targetsMaximum else {
            throw Complaint("name 1 to \(Self.targetsMaximum) gateways: http://HOST:PORT")
        }
        self.init(targets)
    }
}

import Billets
import Metrics

/// How many commands of each type came to which end.
struct CommandCounters: Sendable {
    private static let codes: [RejectionCode?] = [nil] + RejectionCode.allCases

    private let counters: [String: [RejectionCode?: Counter]]

    /// Counters that `factory` keeps, all of them from the beginning: a series that appears with its first refusal
    /// has no rate then.
    init(_ factory: any MetricsFactory) {
        let types = ["CreateTicket", "LockTicket", "UpdateTicket", "UnlockTicket", "ForceUnlock"]
        counters = Dictionary(
            uniqueKeysWithValues: types.map { type in
                let ends = Self.codes.map { code in
                    let labels = [("type", type), ("result", code?.rawValue ?? "accepted")]
                    return (
                        code,
                        Counter(
                            label: "les_billets_commands_total",
                            dimensions: labels,
                            factory: factory
                        )
                    )
                }
                return (type, Dictionary(uniqueKeysWithValues: ends))
            }
        )
    }

    /// A command was accepted, or refused with `code`.
    func count(_ command: TicketCommand, _ code: RejectionCode?) {
        counters[Self.type(of: command)]?[code]?.increment()
    }

    private static func type(of command: TicketCommand) -> String {
        switch command {
        case .create: "CreateTicket"
        case .lock: "LockTicket"
        case .update: "UpdateTicket"
        case .unlock: "UnlockTicket"
        case .forceUnlock: "ForceUnlock"
        }
    }
}

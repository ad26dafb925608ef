import BilletsWire

/// What a process says, or does not say, when it is asked whether it serves.
enum ReadinessAnswer: Hashable, Sendable {
    /// It serves; a gateway says more of itself.
    case ready(Readiness?)

    /// It does not, and says why.
    case notReady(Readiness)

    /// It answers something else.
    case foreign(String)

    /// It does not answer; a few words say why.
    case silent(String)

    /// Whether it serves.
    var isReady: Bool {
        switch self {
        case .ready: true
        case .notReady, .foreign, .silent: false
        }
    }
}

extension Readiness {
    /// Why a gateway is not ready, in words; nil if it is.
    var complaint: String? {
        if isDraining { return "it is about to stop" }
        let reasons = [("the store", store), ("the bus", bus)]
            .compactMap { name, health -> String? in
                guard case .unwell(let reason) = health else { return nil }
                return
                    "\(name) is unwell (\(reason.last == "." ? String(reason.dropLast()) : reason))"
            }
        return reasons.isEmpty ? nil : reasons.joined(separator: ", and ")
    }
}

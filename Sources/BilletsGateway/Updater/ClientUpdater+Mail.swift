import BilletsWire

extension ClientUpdater.Mail {
    var droppableBytes: Int {
        guard case .events(let events) = self else { return 0 }
        return events.reduce(0) { $0 + $1.payload.count }
    }

    func note(after last: Self?) -> (Self, replacesLast: Bool)? {
        guard case .events = self else { return nil }
        let repeatsLast = if case .eventsMissed = last { true } else { false }
        return (.eventsMissed, repeatsLast)
    }
}

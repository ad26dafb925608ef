import NIOCore

extension SocketGroup.Mail {
    var droppableBytes: Int {
        if case .events(let batch) = self { batch.bytesKept } else { 0 }
    }

    func note(after last: Self?) -> (Self, replacesLast: Bool)? {
        guard case .events(let batch) = self else { return nil }
        let repeatsLast = if case .eventsMissed = last { true } else { false }
        return (.eventsMissed(through: batch.last), repeatsLast)
    }
}

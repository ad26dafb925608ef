/// What may be wrong with a stream of events.
enum StreamTampering: CaseIterable, Sendable {
    /// One event is missing.
    case lose

    /// One event comes twice.
    case `repeat`

    /// Two events change places.
    case swap

    /// The frames that a client gets in place of these.
    func apply(to first: [UInt8], and second: [UInt8]) -> [UInt8] {
        switch self {
        case .lose: second
        case .repeat: first + first + second
        case .swap: second + first
        }
    }
}

/// How long to wait before the next attempt to connect: twice as long each time, up to a maximum, less a
/// random part, so that many gateways do not come back at the same moment.
struct LinkBackoff {
    private let minimum: Duration
    private let maximum: Duration
    private var next: Duration

    /// Begins with `minimum`.
    init(minimum: Duration, maximum: Duration) {
        self.minimum = minimum
        self.maximum = maximum
        next = minimum
    }

    /// The pause before the next attempt: between half of its turn and all of it.
    mutating func pause(using generator: inout some RandomNumberGenerator) -> Duration {
        let turn = next
        next = min(turn * 2, maximum)
        return turn * Double.random(in: 0.5...1, using: &generator)
    }

    /// There was a link: the next pause is a short one again.
    mutating func reset() {
        next = minimum
    }
}

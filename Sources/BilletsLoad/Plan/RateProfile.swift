/// How many changes a second are due at each moment of a run: a rate, into which a ramp may lead.
public struct RateProfile: Hashable, Sendable {
    /// Changes a second at the beginning of the ramp.
    public let initial: Double

    /// Changes a second behind the ramp.
    public let final: Double

    /// How long the ramp takes, in seconds; 0: there is none.
    public let rampSeconds: Double

    /// A rate that grows evenly from `initial` to `final`, and then stays.
    public init(initial: Double = 0, final: Double, rampSeconds: Double = 0) {
        self.initial = initial
        self.final = final
        self.rampSeconds = max(0, rampSeconds)
    }

    /// How long after the beginning the change `number` is due, in seconds; the first one has the number 0.
    ///
    /// The inverse of the area under the rate: within the ramp that is the root of a square.
    public func secondsUntil(_ number: Int64) -> Double {
        let count = Double(number)
        let inRamp = (initial + final) / 2 * rampSeconds
        guard count < inRamp else {
            return final > 0 ? rampSeconds + (count - inRamp) / final : .infinity
        }
        let growth = (final - initial) / rampSeconds
        guard growth != 0 else { return count / initial }
        return ((initial * initial + 2 * growth * count).squareRoot() - initial) / growth
    }
}

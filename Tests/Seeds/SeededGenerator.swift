/// Numbers at random that are the same each time (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The numbers that follow from `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    /// The numbers of one of many that share a seed: other ones for each `number`.
    public init(seed: UInt64, number: UInt64) {
        var mixer = SeededGenerator(seed: seed ^ (number &* 0xD134_2543_DE82_EF95))
        state = mixer.next()
    }

    /// The next one.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

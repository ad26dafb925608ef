/// Whether the bus carries events, as far as it can know.
public enum BusHealth: Hashable, Sendable {
    /// What was sent a moment ago came back.
    case well

    /// Events may be lost; a sentence for an operator says why. The bus goes on trying by itself.
    case unwell(String)
}

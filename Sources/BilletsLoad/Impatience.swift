import Billets

/// Something that was awaited did not come in time.
public struct Impatience: Error, CustomStringConvertible {
    /// What was awaited.
    public let awaited: String

    /// What the client had seen by then.
    public let observation: Observation

    /// What was awaited, and what there was instead.
    public var description: String {
        """
        waited in vain for \(awaited); board at \
        \(observation.cursor?.revision.description ?? "none"), \
        \(observation.events.count) events, closed with \
        \(observation.closeCode?.description ?? "nothing"), ended: \(observation.hasEnded), \
        rejections without a request: \(observation.rejections), \
        discrepancies: \(observation.discrepancies)
        """
    }
}

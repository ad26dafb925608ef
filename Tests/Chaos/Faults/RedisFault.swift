/// What happens to Redis while it runs.
public enum RedisFault: String, CaseIterable, Hashable, Sendable {
    /// `CLIENT KILL TYPE pubsub`.
    case subscribersKilled = "CLIENT KILL TYPE pubsub"

    /// `CLIENT PAUSE`.
    case paused = "CLIENT PAUSE"

    /// Foreign and malformed payloads on the channel, many.
    case flooded = "Redis flooded with foreign and malformed payloads"

    /// No memory is left for data, and hardly any for clients.
    case outOfMemory = "Redis out of memory"

    /// A subscriber may hardly wait for anything.
    case outputLimited = "Redis output buffer limit hit"
}

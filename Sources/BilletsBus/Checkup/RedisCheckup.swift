public import Billets
public import BilletsWire
import Dispatch
import FoundationEssentials

/// Examines the Redis that is to carry events, and changes nothing in it.
public struct RedisCheckup: Sendable {
    /// How long connecting, and each answer, may take.
    static let patience: Duration = .seconds(3)

    /// How many PINGs are timed.
    static let pings = 10

    /// A longer median than this is a warning.
    static let latencyWarning: Duration = .milliseconds(10)

    private let address: RedisAddress
    private let password: Secret?

    /// The examination of the Redis at `address`, where this user logs in with `password`.
    public init(of address: RedisAddress, password: Secret?) {
        self.address = address
        self.password = password
    }

    /// What is found.
    public func findings() async -> [Finding] {
        await withCheckedContinuation { continuation in
            // Ends by itself: every question has its patience.
            DispatchQueue.global().async { continuation.resume(returning: examine()) }
        }
    }

    private func examine() -> [Finding] {
        var found: [Finding] = []
        do throws(RedisComplaint) {
            let redis = try connect()
            found.append(Finding("redis", .ok, "\(address.withoutUser) lets this process in."))
            found.append(try version(redis))
            found.append(try latency(redis))
            found += try settings(redis)
            found.append(try passing(redis))
        } catch {
            found.append(Finding("redis", .wrong, error.sentence(about: address)))
        }
        return found
    }

    private func connect() throws(RedisComplaint) -> RedisConversation {
        let redis = try RedisConversation(to: address, patience: Self.patience)
        if let password {
            let answer: RedisConversation.Answer =
                if let user = address.user { try redis.ask("AUTH", user, password.revealed) } else {
                    try redis.ask("AUTH", password.revealed)
                }
            if case .refusal(let reply) = answer {
                throw RedisComplaint(reply: reply, authenticating: true)
            }
        }
        switch try redis.ask("PING") {
        case .text("PONG"): return redis
        case .refusal(let reply): throw RedisComplaint(reply: reply)
        case .text, .list: throw .strange
        }
    }

    private func version(_ redis: RedisConversation) throws(RedisComplaint) -> Finding {
        let subject = "redis version"
        guard case .text(let text) = try redis.ask("INFO", "server"),
            let line = text.split(whereSeparator: \.isNewline)
                .first(where: { $0.hasPrefix("redis_version:") })
        else {
            return Finding(
                subject,
                .warning,
                "Redis does not say its version: allow this user INFO to see it."
            )
        }
        let version = line.dropFirst("redis_version:".count)
        guard let major = Int(version.prefix { $0 != "." }), major >= 6 else {
            return Finding(
                subject,
                .warning,
                "Redis has version \(version): take 6 or later, which knows users, and is still looked after."
            )
        }
        return Finding(subject, .ok, "Redis has version \(version).")
    }

    private func latency(_ redis: RedisConversation) throws(RedisComplaint) -> Finding {
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<Self.pings {
            let start = clock.now
            _ = try redis.ask("PING")
            times.append(start.duration(to: clock.now))
        }
        let median = times.sorted()[Self.pings / 2]
        let milliseconds = (median / .microseconds(10)).rounded() / 100
        return median > Self.latencyWarning
            ? Finding(
                "redis latency",
                .warning,
                "Redis answers a PING in \(milliseconds) ms: put it nearer, or find out what keeps it busy."
            ) : Finding("redis latency", .ok, "Redis answers a PING in \(milliseconds) ms.")
    }

    private func settings(_ redis: RedisConversation) throws(RedisComplaint) -> [Finding] {
        var values: [String: String] = [:]
        for name in ["maxmemory", "maxmemory-policy", "client-output-buffer-limit"] {
            guard case .list(let pair) = try redis.ask("CONFIG", "GET", name), pair.count == 2
            else { continue }
            values[name] = pair[1]
        }
        return RedisSettingsFindings(values).findings
    }

    /// Publishes a message to a subscriber of its own.
    private func passing(_ redis: RedisConversation) throws(RedisComplaint) -> Finding {
        let subject = "redis messages"
        let channel = "les-billets:{doctor}:probe:\(UUID().uuidString.lowercased())"
        let subscriber = try connect()
        if case .refusal(let reply) = try subscriber.ask("SUBSCRIBE", channel) {
            return refused("SUBSCRIBE", reply)
        }
        if case .refusal(let reply) = try redis.ask("PUBLISH", channel, "probe") {
            return refused("PUBLISH", reply)
        }
        guard case .list(let message) = try? subscriber.next(), message.last == "probe" else {
            return Finding(
                subject,
                .wrong,
                "What is published does not come back within \(Self.patience.components.seconds) s: see what is between here and Redis."
            )
        }
        return Finding(subject, .ok, "What is published comes to whoever has subscribed.")
    }

    private func refused(_ command: String, _ reply: String) -> Finding {
        let complaint = RedisComplaint(reply: reply)
        return Finding(
            "redis messages",
            .wrong,
            "\(command) is refused. \(complaint.sentence(about: address))"
        )
    }
}

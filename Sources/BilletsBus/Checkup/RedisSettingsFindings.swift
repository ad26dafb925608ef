import BilletsWire

/// What Redis's own settings mean for its carrying events.
struct RedisSettingsFindings {
    /// A subscriber for whom less than this may wait is cut off by a burst of events, in bytes.
    static let waitingBytesMinimum: Int64 = 8 * 1024 * 1024

    private let values: [String: String]

    /// What CONFIG GET answered; settings that it did not tell are missing.
    init(_ values: [String: String]) {
        self.values = values
    }

    /// What is found.
    var findings: [Finding] {
        [memory, subscribers]
    }

    private var memory: Finding {
        let subject = "redis memory"
        guard let policy = values["maxmemory-policy"], let maximum = values["maxmemory"] else {
            return Finding(subject, .warning, Self.untold("maxmemory-policy"))
        }
        let limit = maximum == "0" ? "no limit" : "at most \(maximum) bytes"
        return Finding(
            subject,
            .ok,
            "Redis has \(limit) of memory and the policy \(policy); nothing is kept there, so any policy does."
        )
    }

    private var subscribers: Finding {
        let subject = "redis subscribers"
        guard let text = values["client-output-buffer-limit"] else {
            return Finding(subject, .warning, Self.untold("client-output-buffer-limit"))
        }
        let words = text.split(separator: " ")
        guard let place = words.firstIndex(of: "pubsub"), words.count > place + 3,
            let hard = Int64(words[place + 1]), let soft = Int64(words[place + 2])
        else {
            return Finding(
                subject,
                .warning,
                "Redis's client-output-buffer-limit says nothing of pubsub: set `pubsub 64mb 16mb 30`."
            )
        }
        if hard == 0 {
            return Finding(
                subject,
                .warning,
                """
                Redis has no limit for what waits for a subscriber: one gateway that hangs fills its memory; set \
                `client-output-buffer-limit pubsub 64mb 16mb 30`.
                """
            )
        }
        guard hard >= Self.waitingBytesMinimum, soft == 0 || soft >= Self.waitingBytesMinimum / 4
        else {
            return Finding(
                subject,
                .warning,
                """
                Redis cuts a subscriber off when \(min(hard, soft == 0 ? hard : soft)) bytes wait for it, which a burst \
                of events can be: set `client-output-buffer-limit pubsub 64mb 16mb 30`.
                """
            )
        }
        return Finding(
            subject,
            .ok,
            "Up to \(hard) bytes may wait for a subscriber, and \(soft) for \(words[place + 3]) s."
        )
    }

    private static func untold(_ setting: String) -> String {
        "Redis does not tell its \(setting): allow this user CONFIG GET to see it, or look there."
    }
}

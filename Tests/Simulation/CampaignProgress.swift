import Synchronization

/// How far the threads of a campaign have come, together.
final class CampaignProgress: Sendable {
    private struct Contents {
        var next: UInt64 = 0
        var done = 0
        var tally = ScheduleTally()
        var violation: Violation?
    }

    /// How many schedules a thread takes at a time.
    static let portion: UInt64 = 100

    private let schedules: UInt64
    private let contents = Mutex(Contents())

    /// Nothing of this many schedules is done.
    init(schedules: Int) {
        self.schedules = UInt64(max(0, schedules))
    }

    /// The next schedules to be run; nil if there are no more, or a promise was broken.
    func takePortion() -> Range<UInt64>? {
        contents.withLock { contents in
            guard contents.violation == nil, contents.next < schedules else { return nil }
            let start = contents.next
            contents.next = min(start + Self.portion, schedules)
            return start..<contents.next
        }
    }

    /// Notes what came of some schedules.
    ///
    /// - Returns: how many are done by now.
    func add(_ done: Int, _ tally: ScheduleTally, _ violation: Violation?) -> Int {
        contents.withLock { contents in
            contents.done += done
            contents.tally.add(tally)
            contents.violation = contents.violation ?? violation
            return contents.done
        }
    }

    /// What came of all.
    var result: CampaignResult {
        contents.withLock { contents in
            CampaignResult(
                schedules: contents.done,
                tally: contents.tally,
                violation: contents.violation
            )
        }
    }
}

/// What a load test found out: what `les-billets load --json` prints.
public struct LoadReport: Hashable, Sendable {
    /// How long things took, in milliseconds.
    public struct Latency: Hashable, Sendable {
        /// How many times there are; without any the others are 0.
        public var count: Int64 = 0

        /// The mean.
        public var mean = 0.0

        /// The time within which half of them were.
        public var p50 = 0.0

        /// The time within which 90 % of them were.
        public var p90 = 0.0

        /// The time within which 99 % of them were.
        public var p99 = 0.0

        /// The time within which 99.9 % of them were.
        public var p999 = 0.0

        /// The longest.
        public var max = 0.0

        /// Percentiles and their times, for a plot.
        public var curve: [Point] = []

        /// No times.
        public init() {}
    }

    /// A percentile, and the time within which so many per cent were.
    public struct Point: Hashable, Sendable {
        /// From 0 to 100.
        public let percentile: Double

        /// In milliseconds.
        public let milliseconds: Double

        /// So many per cent within so many milliseconds.
        public init(percentile: Double, milliseconds: Double) {
            self.percentile = percentile
            self.milliseconds = milliseconds
        }
    }

    /// A part of the measured time.
    public struct Slice: Hashable, Sendable {
        /// When it ended, in seconds from the beginning.
        public let second: Double

        /// Events that sockets got, a second.
        public let deliveriesPerSecond: Double

        /// Commands that were carried out, a second.
        public let acceptedPerSecond: Double

        /// Half of the latencies within it, in milliseconds.
        public let p50: Double

        /// 99 % of them.
        public let p99: Double

        /// The longest.
        public let max: Double

        /// A part of the measured time.
        public init(
            second: Double,
            deliveriesPerSecond: Double,
            acceptedPerSecond: Double,
            p50: Double,
            p99: Double,
            max: Double
        ) {
            self.second = second
            self.deliveriesPerSecond = deliveriesPerSecond
            self.acceptedPerSecond = acceptedPerSecond
            self.p50 = p50
            self.p99 = p99
            self.max = max
        }
    }

    /// Something that was to be reached.
    public struct Verdict: Hashable, Sendable {
        /// The option that stated it, such as `p99`.
        public let name: String

        /// What was stated, such as `20 ms at most`.
        public let wanted: String

        /// What was measured, such as `14.200 ms`.
        public let found: String

        /// Whether it held.
        public let isHeld: Bool

        /// A verdict.
        public init(name: String, wanted: String, found: String, isHeld: Bool) {
            self.name = name
            self.wanted = wanted
            self.found = found
            self.isHeld = isHeld
        }
    }

    /// The part of a test that one of its processes carried out.
    public struct Part: Hashable, Sendable {
        /// The number of the process, from 1.
        public let number: Int

        /// The reason why the process ended too early, such as `was ended by signal 9`; nil: it did not.
        public let failure: String?

        /// Its own results; slices, objectives and notes are those of the whole test only.
        public let report: LoadReport

        /// A part of a test.
        public init(number: Int, failure: String?, report: LoadReport) {
            self.number = number
            self.failure = failure
            self.report = report
        }
    }

    /// What was done.
    public var scenario = ""

    /// The id of the test; of a process that only watched, that of the test that it measured, or empty.
    public var test = ""

    /// The gateways.
    public var urls: [String] = []

    /// Sockets that were to follow only.
    public var sockets = 0

    /// Sockets that were to send, too.
    public var senders = 0

    /// Sockets that followed the board when the measured time began.
    public var connected: Int64 = 0

    /// How long getting them all in took, in seconds.
    public var connectSeconds = 0.0

    /// How long was measured, in seconds.
    public var seconds = 0.0

    /// Whether somebody ended it before its time.
    public var isInterrupted = false

    /// Commands that were due in the measured time and were sent.
    public var sent: Int64 = 0

    /// Commands that were due and could not be sent, since too many were without an answer.
    public var unsent: Int64 = 0

    /// Commands that were carried out.
    public var accepted: Int64 = 0

    /// Commands that were never answered.
    public var unanswered: Int64 = 0

    /// Answers `Accepted` a second of the measured time.
    public var acceptedPerSecond = 0.0

    /// Events that sockets got since the measured time began, those that came behind its end included.
    public var deliveries: Int64 = 0

    /// Events a second of the measured time, over all sockets.
    public var deliveriesPerSecond = 0.0

    /// Bytes a second of the measured time, over all sockets.
    public var bytesPerSecond = 0.0

    /// Events that sockets ought to have got and did not.
    public var lost: Int64 = 0

    /// Events that a socket got again.
    public var repeated: Int64 = 0

    /// Events that came behind a later one.
    public var outOfOrder: Int64 = 0

    /// Whole boards that came in place of missed events.
    public var snapshots: Int64 = 0

    /// From when a change was due until a socket had its event.
    public var latency = Latency()

    /// From when a command was due until its answer.
    public var answers = Latency()

    /// From opening a socket until it followed the board.
    public var connects = Latency()

    /// From when a storm's sockets vanished until one had seen all it had missed.
    public var catchUps = Latency()

    /// Sockets that a storm had vanish; 0 without a storm.
    public var stormed: Int64 = 0

    /// Those that had not seen everything in the end.
    public var notCaughtUp: Int64 = 0

    /// How often sockets of a storm were refused and tried again.
    public var retries: Int64 = 0

    /// From when a round at the board was due until it was over.
    public var rounds = Latency()

    /// Rounds that ended without a change.
    public var roundsGivenUp: Int64 = 0

    /// Commands that changed nothing, by code.
    public var rejected: [String: Int64] = [:]

    /// Sockets that the gateways closed, by close code.
    public var closes: [String: Int64] = [:]

    /// Sockets that did not get in, by reason.
    public var failures: [String: Int64] = [:]

    /// Changes of other load tests, which were checked but not measured.
    public var foreignChanges: Int64 = 0

    /// The test's tickets that are still open; nil if that could not be found out.
    public var ticketsLeftOpen: Int64? = 0

    /// The parts of the processes, if there were several.
    public var parts: [Part] = []

    /// The processor time that the test's processes took in the measured time, in seconds.
    public var processorSeconds = 0.0

    /// The resident memory of the test's processes in the end, in bytes.
    public var residentBytes: Int64 = 0

    /// How it went over time.
    public var slices: [Slice] = []

    /// What was to be reached, and whether it was.
    public var verdicts: [Verdict] = []

    /// What somebody who reads this should know.
    public var notes: [String] = []

    /// A report of nothing.
    public init() {}

    /// True if all that was to be reached was, by processes that all lived to the end.
    public var isHeld: Bool { verdicts.allSatisfy(\.isHeld) && isComplete }

    /// True if all processes lived to the end.
    public var isComplete: Bool { parts.allSatisfy { $0.failure == nil } }
}

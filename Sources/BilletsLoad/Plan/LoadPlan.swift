/// What a load test is to do.
public struct LoadPlan: Sendable {
    /// The most commands that may be without an answer at a time, of all senders together.
    public static let unansweredMaximum = 65_535

    /// The most sockets of one process.
    public static let socketsMaximum = 1_000_000

    /// The most bytes of a change's description.
    public static let descriptionBytesMaximum = 16_384

    /// What is done.
    public var scenario: LoadScenario

    /// The gateways, in turn.
    public var targets: [LoadTarget]

    /// How many sockets only follow the board.
    public var sockets: Int

    /// How many sockets send, too.
    public var senders: Int

    /// How many commands a sender may have without an answer: each is about a ticket of its own.
    public var window: Int

    /// How many changes, of `board` rounds, are due a second.
    public var rate: RateProfile

    /// How long is measured.
    public var seconds: Double

    /// How many sockets are opened a second, in the beginning.
    public var connectRate: Double

    /// How many sockets may be on their way in at a time.
    public var handshakesMaximum = 512

    /// How many threads the sockets that only follow have; the senders have one of their own.
    public var threads: Int

    /// The size of a change's description.
    public var descriptionBytes: Int

    /// The id of the test.
    public var test = LoadTestID.random()

    /// True if somebody chose that id: a process that only watches then measures this test.
    public var isTestChosen = false

    /// The PEM file of the authority that gateways' certificates must be of; nil: those that the machine trusts.
    public var authorityPath: String?

    /// How long may pass from opening a socket until it follows the board.
    public var handshakePatience: Double = 30

    /// How long the last events and answers may take when the measured time is over.
    public var gracePatience: Double = 10

    /// How long the sockets of a storm may take to catch up.
    public var stormPatience: Double = 60

    /// How long making the tickets may take.
    public var preparationPatience: Double = 60

    /// The test whose changes are measured; nil in a process that only watches: the first test that it sees.
    public var measuredTest: LoadTestID? { senders > 0 || isTestChosen ? test : nil }

    /// A plan with what is always to be said.
    public init(
        scenario: LoadScenario,
        targets: [LoadTarget],
        sockets: Int,
        senders: Int,
        window: Int = 16,
        rate: RateProfile,
        seconds: Double,
        connectRate: Double = 2_000,
        threads: Int = 1,
        descriptionBytes: Int = 120
    ) {
        self.scenario = scenario
        self.targets = targets
        self.sockets = sockets
        self.senders = senders
        self.window = window
        self.rate = rate
        self.seconds = seconds
        self.connectRate = connectRate
        self.threads = threads
        self.descriptionBytes = descriptionBytes
    }
}

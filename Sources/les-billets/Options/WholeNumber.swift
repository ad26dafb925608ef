/// A whole number between two bounds, both included.
struct WholeNumber<let minimum: Int, let maximum: Int>: Hashable, Sendable {
    /// The number.
    let number: Int

    /// The number `number`, which the caller knows to be within the bounds.
    init(_ number: Int) {
        self.number = number
    }
}

/// A limit: a count, a size in bytes, or a time in seconds.
typealias LimitNumber = WholeNumber<1, 1_000_000_000>

/// A count that may be zero.
typealias CountNumber = WholeNumber<0, 1_000_000_000>

/// A TCP port; 0 for any free one.
typealias PortNumber = WholeNumber<0, 65_535>

/// The number of gateways of a cluster.
typealias GatewayCount = WholeNumber<1, 64>

/// The length of a session in hours: revocations are kept for 40 days, and must outlive every session.
typealias SessionHours = WholeNumber<1, 960>

/// The drain of a gateway in seconds: a cluster waits for it.
typealias DrainSeconds = WholeNumber<1, 3600>

/// The number of threads that hold a gateway's sockets.
typealias EventLoopCount = WholeNumber<1, 1024>

/// The number of threads of a load test.
typealias LoadThreadCount = WholeNumber<1, 64>

extension WholeNumber: OptionValue {
    /// Reads a number between the bounds.
    init(parsing text: String) throws {
        guard let number = Int(text), (minimum...maximum).contains(number) else {
            throw Complaint(
                "\(text.negativeNumberNote)write a number from \(minimum) to \(maximum)"
            )
        }
        self.init(number)
    }
}

extension String {
    /// The beginning of a complaint about a number that must not be negative; empty for any other text.
    var negativeNumberNote: String {
        isNegativeNumber ? "it is negative; " : ""
    }

    /// True if it begins as a negative number does.
    var isNegativeNumber: Bool {
        guard first == "-", let second = dropFirst().first else { return false }
        return second.isASCII && (second.isNumber || second == ".")
    }
}

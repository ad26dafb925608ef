import FoundationEssentials

/// Finds loopback ports for the processes of a cluster, and reserves them.
///
/// They lie below the range from which the kernel takes the local ports of outgoing connections. A
/// port inside that range could be taken in the moment between a process's death and its return; and
/// whoever keeps connecting to it meanwhile, as health checks do, can even meet himself there.
enum FreePorts {
    /// The lowest port that is ever chosen.
    static let lowest = 10_000

    /// How many ports are tried for each one wanted.
    static let triesMaximum = 200

    /// Reserves different ports that nobody uses, as many as `count`.
    ///
    /// - Throws: a `Complaint` if there are not so many.
    static func reserve(
        _ count: Int,
        using generator: inout some RandomNumberGenerator
    ) throws -> [ReservedPort] {
        let range = candidates(ephemeralRange: ephemeralRange())
        var found: [ReservedPort] = []
        var tries = count * triesMaximum
        while found.count < count {
            guard tries > 0 else {
                throw Complaint(
                    "There are no \(count) free ports between \(range.lowerBound) and "
                        + "\(range.upperBound): end some programs that listen there."
                )
            }
            tries -= 1
            if let port = ReservedPort(Int.random(in: range, using: &generator)) {
                found.append(port)
            }
        }
        return found
    }

    /// The ports to choose from on a machine whose kernel takes outgoing ports from `range`.
    static func candidates(ephemeralRange range: ClosedRange<Int>) -> ClosedRange<Int> {
        let roomMinimum = 1000
        if range.lowerBound - lowest >= roomMinimum { return lowest...(range.lowerBound - 1) }
        if 65_535 - range.upperBound >= roomMinimum { return (range.upperBound + 1)...65_535 }
        return lowest...65_535
    }

    private static func ephemeralRange() -> ClosedRange<Int> {
        // Linux, ip(7): the first and the last port of the range; these are the usual ones.
        let usual = 32_768...60_999
        let path = "/proc/sys/net/ipv4/ip_local_port_range"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return usual }
        let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard numbers.count == 2, numbers[0] <= numbers[1] else { return usual }
        return numbers[0]...numbers[1]
    }
}

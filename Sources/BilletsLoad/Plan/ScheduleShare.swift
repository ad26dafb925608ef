/// The changes of a schedule that one of several processes sends.
///
/// The changes are dealt out to the senders in turn: change `n` is due from sender `n` modulo the number of senders. So the
/// processes together send exactly the changes that one process would send.
public struct ScheduleShare: Hashable, Sendable {
    /// All changes.
    public static let whole = ScheduleShare(senders: 0..<1, of: 1)

    private let senders: Range<Int>
    private let all: Int

    /// The changes of the senders with these numbers, of `all` senders.
    public init(senders: Range<Int>, of all: Int) {
        self.senders = senders.isEmpty ? 0..<1 : senders
        self.all = senders.isEmpty ? 1 : all
    }

    /// The number in the whole schedule of this share's change `index`, counted from 0.
    public func number(_ index: Int64) -> Int64 {
        let width = Int64(senders.count)
        return index / width * Int64(all) + Int64(senders.lowerBound) + index % width
    }
}

import BilletsLoad
import Testing

@Suite struct LoadShareTests {
    @Test func `Processes divide sockets and senders without a remainder`() {
        for total in [0, 1, 2, 7, 10, 1_000, 1_001] {
            for count in 1...13 {
                let ranges = LoadShare.all(count).map { $0.range(of: total) }
                #expect(ranges.flatMap { Array($0) } == Array(0..<total))
                let sizes = ranges.map(\.count)
                #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
            }
        }
    }

    @Test func `Processes send together what one process would send`() {
        for (senders, count) in [(1, 1), (4, 3), (5, 2), (3, 7), (64, 5)] {
            var numbers: [Int64] = []
            for share in LoadShare.all(count) {
                let own = share.range(of: senders)
                guard !own.isEmpty else { continue }
                let schedule = ScheduleShare(senders: own, of: senders)
                var index: Int64 = 0
                while schedule.number(index) < 500 {
                    numbers.append(schedule.number(index))
                    index += 1
                }
            }
            #expect(numbers.sorted() == Array(0..<500), "\(senders) senders, \(count) processes")
        }
    }

    @Test func `A process's changes are due when the whole schedule says`() {
        let profile = RateProfile(final: 10)
        let share = ScheduleShare(senders: 1..<2, of: 4)
        var pacer = Pacer(profile, share: share, start: 0, end: 1_000_000_000)
        var due: [UInt64] = []
        while case .send(let time) = pacer.step(now: 1_000_000_000) { due.append(time) }
        #expect(due == [100_000_000, 500_000_000, 900_000_000])
    }

    @Test func `A share is written as number and count`() {
        #expect(LoadShare("2/3")?.description == "2/3")
        #expect(LoadShare("2/3")?.range(of: 9) == 3..<6)
        for text in ["", "0/3", "4/3", "1/0", "1/65", "a/b", "1", "1/2/3"] {
            #expect(LoadShare(text) == nil, "\(text)")
        }
    }
}

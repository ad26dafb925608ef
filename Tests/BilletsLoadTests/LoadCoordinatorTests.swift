import BilletsWire
import Testing

@testable import BilletsLoad

@Suite struct LoadCoordinatorTests {
    private func plan(sockets: Int = 10, senders: Int = 2) throws -> LoadPlan {
        LoadPlan(
            scenario: .fanout,
            targets: [try #require(LoadTarget("http://127.0.0.1:1"))],
            sockets: sockets,
            senders: senders,
            rate: RateProfile(final: 1),
            seconds: 1
        )
    }

    private func counted(_ tally: LoadTally, slice: Int64 = 0) -> LoadWorkerMessage {
        .counted(
            LoadHarvest(
                stage: "measuring",
                slice: slice,
                endMilliseconds: slice * 250,
                elapsedMilliseconds: 250,
                counts: tally.counts
            )
        )
    }

    private func following(_ count: Int64) -> LoadWorkerMessage {
        var tally = LoadTally()
        tally.following = count
        return counted(tally)
    }

    /// Lets all workers do the same; the actions that the last one led to.
    @discardableResult
    private func all(
        _ coordinator: inout LoadCoordinator,
        _ message: LoadWorkerMessage
    ) -> [LoadCoordinator.Action] {
        var actions: [LoadCoordinator.Action] = []
        for worker in coordinator.workers.indices {
            #expect(actions.isEmpty, "an order before all had arrived")
            actions = coordinator.receive(message, from: worker, now: 1_000)
        }
        return actions
    }

    /// Two workers that have begun to measure.
    private func measuring() throws -> LoadCoordinator {
        var coordinator = LoadCoordinator(try plan(), workers: 2)
        for worker in 0..<2 {
            _ = coordinator.receive(following(6), from: worker, now: 0)
        }
        all(&coordinator, .opened(milliseconds: 5))
        all(&coordinator, .prepared(tickets: 4, highest: 3))
        all(&coordinator, .settled)
        return coordinator
    }

    @Test func `The workers go from step to step together`() throws {
        var coordinator = LoadCoordinator(try plan(), workers: 3)
        _ = coordinator.receive(following(4), from: 0, now: 0)
        #expect(all(&coordinator, .opened(milliseconds: 5)) == [.send(.prepare)])
        _ = coordinator.receive(.prepared(tickets: 1, highest: 7), from: 0, now: 0)
        _ = coordinator.receive(.prepared(tickets: 1, highest: 9), from: 1, now: 0)
        // The highest revision that any of them knows is what all of them wait for.
        #expect(
            coordinator.receive(.prepared(tickets: 0, highest: 8), from: 2, now: 0)
                == [.send(.settle(highest: 9))]
        )
        let start = 1_000 + LoadCoordinator.leadOfSeveralNanoseconds
        #expect(all(&coordinator, .settled) == [.send(.measure(start: start))])
        #expect(all(&coordinator, .measured(highest: 20)) == [.send(.finish(highest: 20))])
        let actions = all(&coordinator, .finished(LoadRemainder()))
        #expect(actions.first == .send(.leave))
        guard case .finish(let report)? = actions.last else {
            Issue.record("no report: \(actions)")
            return
        }
        #expect(report.parts.count == 3)
        #expect(report.isComplete)
        #expect(report.parts.map(\.report.sockets).reduce(0, +) == 10)
        #expect(report.parts.map(\.report.senders).reduce(0, +) == 2)
    }

    @Test func `Counts and histograms of the workers are added up`() throws {
        var coordinator = try measuring()
        for (worker, milliseconds) in [(0, UInt64(1)), (1, 100)] {
            var tally = LoadTally()
            tally.deliveries = 50
            tally.measuredDeliveries = 50
            for _ in 0..<50 { tally.latency.record(milliseconds * 1_000_000) }
            _ = coordinator.receive(counted(tally, slice: 1), from: worker, now: 0)
        }
        all(&coordinator, .measured(highest: 20))
        var remainder = LoadRemainder()
        remainder.measuredMilliseconds = 250
        remainder.outstanding = 1
        let actions = all(&coordinator, .finished(remainder))
        guard case .finish(let report)? = actions.last else {
            Issue.record("no report: \(actions)")
            return
        }
        #expect(report.connected == 12)
        #expect(report.deliveries == 100)
        #expect(report.deliveriesPerSecond == 400)
        #expect(report.lost == 2)
        #expect(report.latency.count == 100)
        #expect(report.latency.p50 == 1)
        #expect(report.latency.max == 100)
        #expect(report.slices.count == 1)
        #expect(report.slices.first?.deliveriesPerSecond == 400)
        #expect(report.slices.first?.max == 100)
        #expect(report.parts.map(\.report.latency.max) == [1, 100])
    }

    @Test func `A worker that is gone fails with its sockets, and the others end in order`() throws
    {
        var coordinator = try measuring()
        let actions = coordinator.lose(0, reason: "was ended by signal 9", now: 0)
        #expect(actions == [.send(.stop)])
        #expect(
            coordinator.receive(.measured(highest: 4), from: 1, now: 0)
                == [.send(.finish(highest: 4))]
        )
        let last = coordinator.receive(.finished(LoadRemainder()), from: 1, now: 0)
        guard case .finish(let report)? = last.last else {
            Issue.record("no report: \(last)")
            return
        }
        #expect(!report.isComplete)
        #expect(!report.isHeld)
        #expect(report.isInterrupted)
        #expect(report.failures == ["process 1 was ended by signal 9": 6])
        #expect(report.parts.first?.failure == "was ended by signal 9")
        #expect(report.notes.contains { $0.contains("Process 1 of 2 was ended by signal 9") })
        #expect(!Objective.failures(0).verdict(on: report).isHeld)
    }

    @Test func `A worker that all wait for and that is gone holds nobody up`() throws {
        var coordinator = try measuring()
        #expect(coordinator.receive(.measured(highest: 4), from: 1, now: 0) == [])
        let actions = coordinator.lose(0, reason: "ended with status 1", now: 0)
        #expect(actions == [.send(.stop), .send(.finish(highest: 4))])
    }

    @Test func `Without any worker there is no result`() throws {
        var coordinator = try measuring()
        _ = coordinator.lose(0, reason: "was ended by signal 9", now: 0)
        let actions = coordinator.lose(1, reason: "was ended by signal 9", now: 0)
        guard case .fail(let failure)? = actions.last else {
            Issue.record("no failure: \(actions)")
            return
        }
        #expect(failure.sentence.contains("Process 2 of 2"))
        #expect(failure.mayLeaveTickets)
    }

    @Test func `A message out of turn is a worker that is gone`() throws {
        var coordinator = try measuring()
        #expect(coordinator.receive(.settled, from: 0, now: 0) == [.send(.stop)])
        #expect(coordinator.receive(.measured(highest: 1), from: 0, now: 0) == [])
    }

    @Test func `A test goes on if one worker's sockets got in, and not if nobody's did`() throws {
        var some = LoadCoordinator(try plan(), workers: 2)
        _ = some.receive(following(1), from: 1, now: 0)
        #expect(all(&some, .opened(milliseconds: 5)) == [.send(.prepare)])
        var nobody = LoadCoordinator(try plan(), workers: 2)
        var tally = LoadTally()
        tally.failures = ["HTTP 401": 6]
        for worker in 0..<2 { _ = nobody.receive(counted(tally), from: worker, now: 0) }
        let actions = all(&nobody, .opened(milliseconds: 5))
        guard case .fail(let failure)? = actions.last else {
            Issue.record("no failure: \(actions)")
            return
        }
        #expect(failure.sentence.contains("12 × HTTP 401"))
        #expect(!failure.mayLeaveTickets)
    }

    @Test func `A sign of life is no news`() throws {
        var coordinator = try measuring()
        #expect(coordinator.receive(counted(LoadTally()), from: 0, now: 0) == [])
        #expect(coordinator.receive(following(0), from: 0, now: 0) == [])
        #expect(coordinator.receive(counted(LoadTally(), slice: 1), from: 0, now: 0).count == 1)
    }

    @Test func `A slice that a slow worker has not reported is told without it`() {
        var book = SliceBook()
        var tally = LoadTally()
        tally.deliveries = 5
        for slice in Int64(1)...20 {
            let harvest = LoadHarvest(
                stage: "measuring",
                slice: slice,
                endMilliseconds: slice * 250,
                elapsedMilliseconds: 250
            )
            book.add(harvest, tally, workers: 2)
        }
        let slices = book.slices()
        #expect(slices.count == 20)
        #expect(slices.map(\.second) == slices.map(\.second).sorted())
        #expect(slices.allSatisfy { $0.deliveriesPerSecond == 20 })
    }
}

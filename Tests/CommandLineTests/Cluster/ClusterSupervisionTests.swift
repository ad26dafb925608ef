import Testing

@testable import les_billets

@Suite struct ClusterSupervisionTests {
    @Test func `Redis and the store start first, then the gateways, then the balancer`() {
        var cluster = ClusterRehearsal(gateways: 2, storeMode: .remote)
        #expect(cluster.launched == [.redis, .store])
        cluster.serve(.redis)
        #expect(cluster.launched == [.redis, .store])
        cluster.serve(.store)
        #expect(cluster.launched == [.redis, .store, .gateway(1), .gateway(2)])
        cluster.serve(.gateway(2))
        cluster.serve(.gateway(1))
        #expect(cluster.launched.last == .balancer)
        #expect(cluster.announcements.isEmpty)
        cluster.serve(.balancer)
        #expect(cluster.announcements == [cluster.pids])
    }

    @Test func `A post that is not ready yet is asked again after a while`() {
        var cluster = ClusterRehearsal(gateways: 1, storeMode: .shared)
        let asked = cluster.happen(.started(.redis, pid: 7))
        guard case .ask(.redis, let question, .zero) = asked.first else {
            Issue.record("it was not asked: \(asked)")
            return
        }
        let again = cluster.happen(.answered(.redis, question: question, isReady: false))
        #expect(
            again == [
                .ask(.redis, question: question + 1, after: ClusterSupervision.questionInterval)
            ]
        )
        #expect(cluster.happen(.answered(.redis, question: question, isReady: true)).isEmpty)
    }

    @Test func `A post that dies before all were ready ends the cluster, and its log is shown`() {
        var cluster = ClusterRehearsal(gateways: 1, storeMode: .shared)
        cluster.serve(.redis)
        let actions = cluster.happen(.ended(.gateway(1), .exited(1)))
        #expect(actions.first == .showLog(.gateway(1)))
        #expect(actions.contains(.signal(.redis, .end)))
        #expect(
            cluster.happen(.ended(.redis, .exited(0))) == [
                .finish(
                    .failed(
                        "gateway-1 ended with status 1 at start: the last lines of its log are above."
                    )
                )
            ]
        )
    }

    @Test func `A cluster that does not become ready in time ends, and names who is late`() {
        var cluster = ClusterRehearsal(gateways: 1, storeMode: .shared)
        cluster.serve(.redis)
        let actions = cluster.happen(.assemblyOverdue)
        #expect(actions.first == .showLog(.gateway(1)))
        #expect(actions.contains(.signal(.gateway(1), .end)))
    }

    @Test func `Being late does not matter any more once all were ready`() {
        var cluster = ClusterRehearsal.ready(gateways: 1)
        #expect(cluster.happen(.assemblyOverdue).isEmpty)
    }

    @Test func `What dies is started again after a pause, and announced with its new process`() {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        let actions = cluster.happen(.ended(.gateway(1), .signalled(9)))
        #expect(
            actions == [
                .say("gateway-1 was ended by signal 9; it is started again in 100 ms."),
                .schedule(.pauseOver(.gateway(1)), after: .milliseconds(100)),
            ]
        )
        #expect(cluster.happen(.pauseOver(.gateway(1))) == [.launch(.gateway(1))])
        #expect(cluster.announcements.count == 1)
        cluster.serve(.gateway(1))
        cluster.serve(.balancer)
        #expect(cluster.announcements.count == 2)
        #expect(cluster.announcements.last?[.gateway(1)] == cluster.pids[.gateway(1)])
    }

    @Test func `After Redis died, the gateways must show anew that they are ready`() {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        cluster.happen(.ended(.redis, .signalled(9)))
        cluster.happen(.pauseOver(.redis))
        cluster.start(.redis)
        let asked = cluster.answer(.redis)
        #expect(asked.compactMap(\.askedPost) == [.gateway(1), .gateway(2)])
        #expect(cluster.announcements.count == 1)
        cluster.answer(.gateway(1))
        cluster.answer(.gateway(2))
        #expect(cluster.announcements.count == 1)
        cluster.answer(.balancer)
        #expect(cluster.announcements.count == 2)
    }

    @Test func `An answer to a question from before a death proves nothing`() {
        var cluster = ClusterRehearsal.ready(gateways: 1)
        cluster.happen(.ended(.redis, .signalled(9)))
        cluster.happen(.pauseOver(.redis))
        cluster.start(.redis)
        cluster.answer(.redis)
        let stale = cluster.question(of: .gateway(1))
        cluster.happen(.ended(.redis, .signalled(9)))
        #expect(
            cluster.happen(.answered(.gateway(1), question: stale, isReady: true)).isEmpty
        )
    }

    @Test func `Pauses double with each death in a row, up to a bound`() {
        let pauses = (1...8).map { ClusterSupervision.pause(deathsInARow: $0) }
        #expect(
            pauses.map(\.milliseconds) == [100, 200, 400, 800, 1600, 3200, 5000, 5000]
        )
        #expect(
            ClusterSupervision.pause(deathsInARow: .max) == ClusterSupervision.pauseMaximum
        )
    }

    @Test func `A process that served for long dies for the first time again`() {
        var cluster = ClusterRehearsal.ready(gateways: 1)
        for _ in 0..<3 {
            cluster.happen(.ended(.gateway(1), .exited(1)))
            cluster.happen(.pauseOver(.gateway(1)))
            cluster.serve(.gateway(1))
        }
        cluster.now += ClusterSupervision.soundServiceMinimum
        let actions = cluster.happen(.ended(.gateway(1), .exited(1)))
        #expect(actions.contains(.schedule(.pauseOver(.gateway(1)), after: .milliseconds(100))))
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

import Testing

@testable import les_billets

@Suite struct ClusterRollTests {
    private static let endPatience = ClusterFarewell.Step.gateways
        .patience(drain: ClusterRehearsal.drain)

    @Test
    func `One gateway after the other ends, starts again and is ready before the next one's turn`()
    {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        #expect(
            cluster.happen(.rollAsked) == [
                .reportRoll(.begun("2 gateways are restarted, one after the other.")),
                .reportRoll(.progress("gateway-1 lets its clients go (1 of 2).")),
                .signal(.gateway(1), .end),
                .schedule(.rollOverdue(1), after: Self.endPatience),
            ]
        )
        #expect(
            cluster.happen(.ended(.gateway(1), .exited(0))) == [
                .reportRoll(.progress("gateway-1 ended with status 0; its successor starts.")),
                .launch(.gateway(1)),
                .schedule(.rollOverdue(2), after: ClusterRoll.returnMaximum),
            ]
        )
        cluster.start(.gateway(1))
        cluster.answer(.gateway(1))
        // The balancer must find it, too.
        let whole = cluster.answer(.balancer)
        #expect(whole.last == .schedule(.rollGoesOn(3), after: ClusterRoll.settlement))
        #expect(cluster.announcements.count == 2)
        #expect(
            cluster.happen(.rollGoesOn(3)).prefix(3) == [
                .reportRoll(.progress("gateway-1 is ready again.")),
                .reportRoll(.progress("gateway-2 lets its clients go (2 of 2).")),
                .signal(.gateway(2), .end),
            ]
        )
        cluster.happen(.ended(.gateway(2), .exited(0)))
        cluster.start(.gateway(2))
        cluster.answer(.gateway(2))
        cluster.answer(.balancer)
        #expect(
            cluster.happen(.rollGoesOn(6)) == [
                .reportRoll(.progress("gateway-2 is ready again.")),
                .reportRoll(.done("All 2 gateways were restarted, and everything is ready.")),
            ]
        )
        // What a roll ended on purpose counts as no death.
        let death = cluster.happen(.ended(.gateway(1), .exited(1)))
        #expect(death.contains(.schedule(.pauseOver(.gateway(1)), after: .milliseconds(100))))
    }

    @Test func `A roll does not begin while something is not ready, and only once`() {
        var assembling = ClusterRehearsal(gateways: 1, storeMode: .shared)
        #expect(assembling.happen(.rollAsked).first?.isStop == true)
        var cluster = ClusterRehearsal.ready(gateways: 2)
        cluster.happen(.ended(.redis, .signalled(9)))
        #expect(cluster.happen(.rollAsked).first?.isStop == true)
        cluster.happen(.pauseOver(.redis))
        cluster.start(.redis)
        for post in [ClusterPost.redis, .gateway(1), .gateway(2), .balancer] {
            cluster.answer(post)
        }
        #expect(cluster.happen(.rollAsked).compactMap(\.signal) == [.init(.gateway(1), .end)])
        #expect(
            cluster.happen(.rollAsked) == [
                .say("The gateways are being restarted already: that goes on as it is.")
            ]
        )
    }

    @Test func `A gateway that does not come back stops the roll, and is looked after as ever`() {
        var cluster = ClusterRehearsal.ready(gateways: 3)
        cluster.happen(.rollAsked)
        cluster.happen(.ended(.gateway(1), .exited(0)))
        cluster.start(.gateway(1))
        #expect(
            cluster.happen(.ended(.gateway(1), .exited(1))) == [
                .showLog(.gateway(1)),
                .reportRoll(
                    .stopped(
                        "gateway-1 ended with status 1 instead of serving again: its last lines above say "
                            + "why. The other 2 gateways were not restarted."
                    )
                ),
                .say("gateway-1 ended with status 1; it is started again in 100 ms."),
                .schedule(.pauseOver(.gateway(1)), after: .milliseconds(100)),
            ]
        )
        #expect(cluster.happen(.rollOverdue(2)).isEmpty)
    }

    @Test func `What does not end in time is killed, and what is not ready in time stops the roll`()
    {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        cluster.happen(.rollAsked)
        #expect(
            cluster.happen(.rollOverdue(1)).compactMap(\.signal) == [.init(.gateway(1), .kill)]
        )
        let gone = cluster.happen(.ended(.gateway(1), .signalled(9)))
        #expect(gone.contains(.launch(.gateway(1))))
        cluster.start(.gateway(1))
        #expect(cluster.happen(.rollOverdue(1)).isEmpty)
        let late = cluster.happen(.rollOverdue(2))
        #expect(late.first == .showLog(.gateway(1)))
        #expect(late.last?.isStop == true)
        #expect(late.compactMap(\.signal).isEmpty)
    }

    @Test func `While something else is being replaced, the next gateway waits`() {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        cluster.happen(.rollAsked)
        cluster.happen(.ended(.gateway(1), .exited(0)))
        cluster.serveAgain(.gateway(1))
        cluster.answer(.balancer)
        cluster.happen(.ended(.gateway(2), .signalled(9)))
        #expect(
            cluster.happen(.rollGoesOn(3)) == [
                .schedule(.rollOverdue(4), after: ClusterRoll.returnMaximum)
            ]
        )
        cluster.happen(.pauseOver(.gateway(2)))
        cluster.serveAgain(.gateway(2))
        let whole = cluster.answer(.balancer)
        #expect(whole.last == .schedule(.rollGoesOn(5), after: ClusterRoll.settlement))
    }

    @Test func `Whoever ends the cluster ends the roll`() {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        cluster.happen(.rollAsked)
        let actions = cluster.happen(.stopAsked)
        #expect(
            actions.contains(
                .reportRoll(.stopped("The cluster ends. The last gateway was not restarted."))
            )
        )
        #expect(
            cluster.happen(.ended(.gateway(1), .exited(0))).contains(.launch(.gateway(1))) == false
        )
    }

    @Test func `A report's line begins with its kind, and stays one line`() {
        #expect(ClusterRollReport.begun("A.").line == "begun: A.")
        #expect(ClusterRollReport.progress("B\ndone: x").line == "progress: B\\u{a}done: x")
        #expect(ClusterRollReport.done("C.").line == "done: C.")
        #expect(ClusterRollReport.stopped("D.").line == "stopped: D.")
    }
}

extension ClusterAction {
    /// Whether it says that a roll does not go on.
    fileprivate var isStop: Bool {
        if case .reportRoll(.stopped) = self { true } else { false }
    }
}

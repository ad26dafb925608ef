import Testing

@testable import les_billets

@Suite struct ClusterRollTests {
    private static let endPatience = ClusterFarewell.Step.gateways
        .patience(drain: ClusterRehearsal.drain)

    @Test func `Each gateway ends, and is ready again before the next one's turn comes`() throws {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        #expect(
            cluster.happen(.rollAsked) == [
                .reportRoll(.begun("2 gateways are restarted, one after the other.")),
                .launch(.trialGateway),
                .schedule(.rollOverdue(2), after: ClusterRoll.returnMaximum),
            ]
        )
        cluster.start(.trialGateway)
        let proving = cluster.answer(.trialGateway)
        #expect(proving == [.schedule(.rollGoesOn(3), after: ClusterRoll.proof)])
        #expect(
            cluster.confirm(proving) == [
                .signal(.trialGateway, .end),
                .schedule(.rollOverdue(5), after: Self.endPatience),
            ]
        )
        #expect(
            cluster.happen(.ended(.trialGateway, .exited(0))) == [
                .reportRoll(
                    .progress(
                        "A new gateway can start. gateway-1 sends its clients to other gateways, and ends (1 of 2)."
                    )
                ),
                .signal(.gateway(1), .end),
                .schedule(.rollOverdue(6), after: Self.endPatience),
            ]
        )
        #expect(
            cluster.happen(.ended(.gateway(1), .exited(0))) == [
                .reportRoll(.progress("gateway-1 ended with status 0; its successor starts.")),
                .launch(.gateway(1)),
                .schedule(.rollOverdue(7), after: ClusterRoll.returnMaximum),
            ]
        )
        cluster.start(.gateway(1))
        cluster.answer(.gateway(1))
        // The balancer must find it, too.
        let whole = cluster.answer(.balancer)
        #expect(whole.last == .schedule(.rollGoesOn(8), after: ClusterRoll.settlement))
        #expect(
            cluster.happen(.rollGoesOn(8)).prefix(2) == [
                .reportRoll(.progress("gateway-1 is ready again.")), .launch(.trialGateway),
            ]
        )
        #expect(cluster.succeedInTrial().compactMap(\.signal) == [.init(.gateway(2), .end)])
        let goesOn = try #require(cluster.restart(.gateway(2)).last?.scheduled)
        #expect(
            cluster.happen(goesOn) == [
                .reportRoll(.progress("gateway-2 is ready again.")),
                .reportRoll(.done("All 2 gateways were restarted, and everything is ready.")),
            ]
        )
        // The trial gateway is never announced, and what a roll ended on purpose counts as no death.
        #expect(cluster.announcements.allSatisfy { $0[.trialGateway] == nil })
        #expect(cluster.announcements.count == 3)
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
        #expect(cluster.happen(.rollAsked).contains(.launch(.trialGateway)))
        #expect(
            cluster.happen(.rollAsked) == [
                .reportRoll(.progress("The gateways are being restarted already; that goes on."))
            ]
        )
    }

    @Test(arguments: [ProcessEnd.exited(1), .signalled(11), .neverBegan("no such file")])
    func `No gateway is ended if a new one cannot start`(end: ProcessEnd) {
        var cluster = ClusterRehearsal.ready(gateways: 3)
        cluster.happen(.rollAsked)
        cluster.start(.trialGateway)
        let actions = cluster.happen(.ended(.trialGateway, end))
        #expect(
            actions == [
                .showLog(.trialGateway),
                .reportRoll(
                    .stopped(
                        "A new gateway cannot start: the trial gateway \(end); logs/trial-gateway.log says why. No gateway was ended."
                    )
                ),
            ]
        )
        // Another roll may follow.
        #expect(cluster.happen(.rollAsked).contains(.launch(.trialGateway)))
    }

    @Test func `A trial gateway that is not ready in time is killed, and stops the roll`() {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        cluster.happen(.rollAsked)
        cluster.start(.trialGateway)
        let late = cluster.happen(.rollOverdue(2))
        #expect(late.compactMap(\.signal) == [.init(.trialGateway, .kill)])
        #expect(late.last?.isStop == true)
        // Until it has ended, there is no other roll.
        #expect(cluster.happen(.rollAsked).first?.isStop == true)
        #expect(cluster.happen(.ended(.trialGateway, .signalled(9))).isEmpty)
        #expect(cluster.happen(.rollAsked).contains(.launch(.trialGateway)))
    }

    @Test func `A process that is no longer ready when all are asked again stops the roll`() {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        cluster.happen(.rollAsked)
        cluster.serveAgain(.trialGateway)
        cluster.happen(.rollGoesOn(3))
        cluster.answer(.gateway(1))
        let question = cluster.question(of: .gateway(2))
        cluster.happen(.answered(.gateway(2), question: question, isReady: false))
        let late = cluster.happen(.rollOverdue(4))
        #expect(late.compactMap(\.signal) == [.init(.trialGateway, .kill)])
        #expect("\(late)".contains("(gateway-2)"))
        #expect("\(late)".contains("No gateway was ended."))
    }

    @Test func `The second of three gateways stays if a new one can no longer start`() {
        var cluster = ClusterRehearsal.ready(gateways: 3)
        cluster.happen(.rollAsked)
        cluster.succeedInTrial()
        cluster.happen(.ended(.gateway(1), .exited(0)))
        cluster.serveAgain(.gateway(1))
        cluster.answer(.balancer)
        cluster.happen(.rollGoesOn(8))
        cluster.start(.trialGateway)
        let stopped = cluster.happen(.ended(.trialGateway, .exited(1)))
        #expect(stopped.compactMap(\.signal).isEmpty)
        #expect(stopped.last?.isStop == true)
        #expect("\(stopped)".contains("2 gateways were not restarted."))
    }

    @Test func `A gateway that does not come back stops the roll, and is started again as ever`() {
        var cluster = ClusterRehearsal.ready(gateways: 3)
        cluster.happen(.rollAsked)
        cluster.succeedInTrial()
        cluster.happen(.ended(.gateway(1), .exited(0)))
        cluster.start(.gateway(1))
        #expect(
            cluster.happen(.ended(.gateway(1), .exited(1))) == [
                .showLog(.gateway(1)),
                .reportRoll(
                    .stopped(
                        "gateway-1 ended with status 1 before it was ready; logs/gateway-1.log says why. "
                            + "2 gateways were not restarted."
                    )
                ),
                .say("gateway-1 ended with status 1; it is started again in 100 ms."),
                .schedule(.pauseOver(.gateway(1)), after: .milliseconds(100)),
            ]
        )
        #expect(cluster.happen(.rollOverdue(7)).isEmpty)
    }

    @Test func `What does not end in time is killed, and what is not ready in time stops the roll`()
    {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        cluster.happen(.rollAsked)
        cluster.succeedInTrial()
        #expect(
            cluster.happen(.rollOverdue(6)).compactMap(\.signal) == [.init(.gateway(1), .kill)]
        )
        let gone = cluster.happen(.ended(.gateway(1), .signalled(9)))
        #expect(gone.contains(.launch(.gateway(1))))
        cluster.start(.gateway(1))
        #expect(cluster.happen(.rollOverdue(6)).isEmpty)
        let late = cluster.happen(.rollOverdue(7))
        #expect(late.first == .showLog(.gateway(1)))
        #expect(late.last?.isStop == true)
        #expect(late.compactMap(\.signal).isEmpty)
    }

    @Test func `While something else is being replaced, the next gateway waits`() {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        cluster.happen(.rollAsked)
        cluster.confirm(cluster.serveAgain(.trialGateway))
        // Another gateway dies while the trial gateway ends: there is another trial once all are ready.
        cluster.happen(.ended(.gateway(2), .signalled(9)))
        let waiting = cluster.happen(.ended(.trialGateway, .exited(0)))
        #expect(waiting.compactMap(\.signal).isEmpty)
        #expect(!waiting.contains(.launch(.trialGateway)))
        cluster.happen(.pauseOver(.gateway(2)))
        cluster.serveAgain(.gateway(2))
        #expect(cluster.answer(.balancer).contains(.launch(.trialGateway)))
        #expect(cluster.succeedInTrial().compactMap(\.signal) == [.init(.gateway(1), .end)])
    }

    @Test func `The end of the cluster ends the roll, and the trial gateway`() {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        cluster.happen(.rollAsked)
        cluster.start(.trialGateway)
        let actions = cluster.happen(.stopAsked)
        #expect(
            actions.contains(.reportRoll(.stopped("The cluster ends. No gateway was ended.")))
        )
        #expect(actions.compactMap(\.signal).contains(.init(.trialGateway, .kill)))
        for number in 1...2 { cluster.happen(.ended(.gateway(number), .exited(0))) }
        let last = cluster.happen(.ended(.trialGateway, .signalled(9)))
        #expect(last.compactMap(\.signal) == [.init(.balancer, .end)])
        #expect(!cluster.launched.dropLast().contains(.trialGateway))
    }

    @Test func `A report's line begins with its kind, and stays one line`() {
        #expect(ClusterRollReport.begun("A.").line == "begun: A.")
        #expect(ClusterRollReport.progress("B\ndone: x").line == "progress: B\\u{a}done: x")
        #expect(ClusterRollReport.done("C.").line == "done: C.")
        #expect(ClusterRollReport.stopped("D.").line == "stopped: D.")
    }
}

extension ClusterAction {
    /// True if it reports that a roll stops.
    fileprivate var isStop: Bool {
        if case .reportRoll(.stopped) = self { true } else { false }
    }
}

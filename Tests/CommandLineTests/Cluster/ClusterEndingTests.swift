import Testing

@testable import les_billets

@Suite struct ClusterEndingTests {
    @Test func `The balancer closes its doors, gateways drain, then balancer, store and Redis end`()
    {
        var cluster = ClusterRehearsal.ready(gateways: 2, storeMode: .remote)
        let first = cluster.happen(.stopAsked)
        #expect(
            first.compactMap(\.signal) == [
                ClusterRehearsal.Sent(.balancer, .closeDoors),
                ClusterRehearsal.Sent(.gateway(1), .end),
                ClusterRehearsal.Sent(.gateway(2), .end),
            ]
        )
        #expect(cluster.happen(.ended(.gateway(2), .exited(0))).isEmpty)
        let balancer = cluster.happen(.ended(.gateway(1), .exited(0)))
        #expect(balancer.compactMap(\.signal) == [ClusterRehearsal.Sent(.balancer, .end)])
        let store = cluster.happen(.ended(.balancer, .exited(0)))
        #expect(store.compactMap(\.signal) == [ClusterRehearsal.Sent(.store, .end)])
        let redis = cluster.happen(.ended(.store, .exited(0)))
        #expect(redis.compactMap(\.signal) == [ClusterRehearsal.Sent(.redis, .end)])
        #expect(cluster.happen(.ended(.redis, .exited(0))) == [.finish(.stopped)])
    }

    @Test func `A balancer that is gone already is not waited for`() {
        var cluster = ClusterRehearsal.ready(gateways: 1)
        cluster.happen(.stopAsked)
        #expect(cluster.happen(.ended(.balancer, .exited(0))).isEmpty)
        let redis = cluster.happen(.ended(.gateway(1), .exited(0)))
        #expect(redis.compactMap(\.signal) == [ClusterRehearsal.Sent(.redis, .end)])
    }

    @Test func `Who does not end in time is killed`() {
        var cluster = ClusterRehearsal.ready(gateways: 2)
        let first = cluster.happen(.stopAsked)
        #expect(
            first.contains(
                .schedule(
                    .patienceOver(.gateways),
                    after: .seconds(27)
                )
            )
        )
        cluster.happen(.ended(.gateway(1), .exited(0)))
        let kills = cluster.happen(.patienceOver(.gateways)).compactMap(\.signal)
        #expect(kills == [ClusterRehearsal.Sent(.gateway(2), .kill)])
    }

    @Test func `Patience with a step that is over kills nobody`() {
        var cluster = ClusterRehearsal.ready(gateways: 1)
        cluster.happen(.stopAsked)
        cluster.happen(.ended(.gateway(1), .exited(0)))
        #expect(cluster.happen(.patienceOver(.gateways)).isEmpty)
    }

    @Test func `Asked a second time, it kills all that is left, and ends with the last`() {
        var cluster = ClusterRehearsal.ready(gateways: 1)
        cluster.happen(.stopAsked)
        let kills = cluster.happen(.stopAsked).compactMap(\.signal)
        #expect(
            Set(kills) == [
                ClusterRehearsal.Sent(.redis, .kill), ClusterRehearsal.Sent(.gateway(1), .kill),
                ClusterRehearsal.Sent(.balancer, .kill),
            ]
        )
        #expect(cluster.happen(.stopAsked).isEmpty)
        #expect(cluster.happen(.ended(.redis, .signalled(9))).isEmpty)
        #expect(cluster.happen(.ended(.balancer, .signalled(9))).isEmpty)
        #expect(cluster.happen(.ended(.gateway(1), .signalled(9))) == [.finish(.stopped)])
    }

    @Test func `A process that is being made when the end comes is ended too`() {
        var cluster = ClusterRehearsal(gateways: 1, storeMode: .shared)
        let actions = cluster.happen(.stopAsked)
        #expect(actions.compactMap(\.signal) == [ClusterRehearsal.Sent(.redis, .end)])
        #expect(cluster.happen(.started(.redis, pid: 5)).isEmpty)
        #expect(cluster.happen(.ended(.redis, .signalled(15))) == [.finish(.stopped)])
    }

    @Test func `Nothing is started any more when the end has come`() {
        var cluster = ClusterRehearsal.ready(gateways: 1)
        cluster.happen(.ended(.redis, .signalled(9)))
        cluster.happen(.stopAsked)
        #expect(cluster.happen(.pauseOver(.redis)).isEmpty)
        cluster.happen(.ended(.gateway(1), .exited(0)))
        #expect(cluster.happen(.ended(.balancer, .exited(0))) == [.finish(.stopped)])
    }
}

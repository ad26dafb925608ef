/// What happens to a cluster.
enum ClusterEvent: Hashable, Sendable {
    /// The process of a post runs.
    case started(ClusterPost, pid: Int32)

    /// A readiness question was answered.
    case answered(ClusterPost, question: Int, isReady: Bool)

    /// The process of a post is no more.
    case ended(ClusterPost, ProcessEnd)

    /// A dead post's pause is over.
    case pauseOver(ClusterPost)

    /// The cluster has had all the time it gets to become ready for the first time.
    case assemblyOverdue

    /// Somebody wants the cluster to end; again: at once.
    case stopAsked

    /// Somebody wants all gateways to be restarted, one after the other.
    case rollAsked

    /// The balancer has had its time to see a restarted gateway; with the number of the roll's step.
    case rollGoesOn(Int)

    /// A step of a roll, which this number names, has had all the time it gets.
    case rollOverdue(Int)

    /// The posts of a step of the ending have had all the time they get.
    case patienceOver(ClusterFarewell.Step)
}

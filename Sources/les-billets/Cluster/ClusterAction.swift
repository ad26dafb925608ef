/// What a cluster wants done.
enum ClusterAction: Hashable, Sendable {
    /// Make the process of a post; `started` and `ended` tell of it.
    case launch(ClusterPost)

    /// Ask a post after a while whether it serves; `answered` carries `question` back.
    case ask(ClusterPost, question: Int, after: Duration)

    /// Let an event happen after a while.
    case schedule(ClusterEvent, after: Duration)

    /// Send a signal to the process of a post, as soon as there is one.
    case signal(ClusterPost, ProcessSignal)

    /// Say on standard output that everything is ready, with these processes.
    case announce([ClusterPost: Int32])

    /// Say a sentence to people.
    case say(String)

    /// Say how the restart of the gateways goes on, to people and to whoever asked for it.
    case reportRoll(ClusterRollReport)

    /// Show people the last lines of a post's log.
    case showLog(ClusterPost)

    /// All processes have ended: so does the cluster.
    case finish(ClusterOutcome)
}

/// What goes wrong in a simulated world.
package enum FaultKind: String, CaseIterable, Sendable {
    /// The bus lost a message on its way to one gateway.
    case messageLost

    /// The bus brought a message twice.
    case messageDoubled

    /// The bus brought a message so late that others may have overtaken it.
    case messageDelayed

    /// The bus was away for a while.
    case busAway

    /// A gateway died, and was started again.
    case gatewayDied

    /// A gateway died after its own sockets' updater had been told of a commit, before it was published.
    case diedBeforePublish

    /// A gateway died after a commit had been published, before its client was answered.
    case diedBeforeAnswer

    /// The store was away for a while.
    case storeAway

    /// A command or report never reached the store.
    case storeQuestionLost

    /// A command or report was carried out, and its answer lost.
    case storeAnswerLost

    /// An answer of the store took long.
    case storeAnswerDelayed

    /// A backup was restored.
    case restored

    /// The clock of a gateway jumped.
    case gatewayClockJumped

    /// The clock of the store jumped.
    case storeClockJumped

    /// A client read slowly for a while.
    case clientSlow

    /// A connection broke.
    case connectionCut

    /// A client asked for all tickets anew, in the middle of its stream.
    case askedAnew

    /// A client that waited for the answer to its question asked again.
    case askedTwice
}

package import Billets
package import BilletsWire
import Synchronization

/// Who has sockets on this gateway, and what of that the store has not been told yet.
package final class Presence: Sendable {
    private struct Contents {
        var sockets: [UserID: Int] = [:]
        var socketCount = 0
        var arrived: Set<UserID> = []
        var departed: Set<UserID> = []
        var departedAtLastReport: Set<UserID> = []
        var mustTellAll = true
    }

    private let node: String
    private let instance: NodeInstanceID?
    private let contents = Mutex(Contents())

    /// Nobody, on the gateway `node`, in the process `instance`.
    package init(node: String, instance: NodeInstanceID? = nil) {
        self.node = node
        self.instance = instance
    }

    /// A socket of `user` was opened.
    package func arrived(_ user: UserID) {
        contents.withLock { contents in
            contents.socketCount += 1
            contents.sockets[user, default: 0] += 1
            guard contents.sockets[user] == 1 else { return }
            contents.departed.remove(user)
            contents.arrived.insert(user)
        }
    }

    /// A socket of `user` was closed.
    package func departed(_ user: UserID) {
        contents.withLock { contents in
            contents.socketCount -= 1
            contents.sockets[user, default: 1] -= 1
            if contents.sockets[user] == 0 {
                contents.sockets[user] = nil
                contents.arrived.remove(user)
                contents.departed.insert(user)
            }
        }
    }

    /// How many sockets there are.
    var socketCount: Int {
        contents.withLock { $0.socketCount }
    }

    /// What the store is to be told now.
    package func takeReport() -> PresenceReport {
        contents.withLock { contents in
            let isComplete = contents.mustTellAll
            let report = PresenceReport(
                node: node,
                instance: instance,
                arrived: Array(isComplete ? Set(contents.sockets.keys) : contents.arrived),
                departed: Array(contents.departed),
                isComplete: isComplete
            )
            contents.mustTellAll = false
            contents.arrived = []
            contents.departedAtLastReport = contents.departed
            contents.departed = []
            return report
        }
    }

    /// The last report may not have reached the store: the next one tells everything.
    ///
    /// It also tells again who left: of whom the store never heard, it cannot know that they are missing.
    package func reportFailed() {
        contents.withLock { contents in
            contents.mustTellAll = true
            let gone = contents.departedAtLastReport.subtracting(contents.sockets.keys)
            contents.departed.formUnion(gone)
            contents.departedAtLastReport = []
        }
    }
}

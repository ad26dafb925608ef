import Synchronization

/// What all connections of a road share; read from their event loops, changed by whoever makes trouble.
final class RoadState: Sendable {
    private struct Contents {
        var condition = RoadCondition.open
        var messagesToDrop = 0
        var messagesDropped = 0
        var losses = 0
        var connections: [ObjectIdentifier: RoadConnection] = [:]
    }

    private let contents = Mutex(Contents())

    /// How the road is.
    var condition: RoadCondition { contents.withLock { $0.condition } }

    /// How many messages were dropped.
    var messagesDropped: Int { contents.withLock { $0.messagesDropped } }

    /// How many connections have lost something.
    var losses: Int { contents.withLock { $0.losses } }

    /// The connections on the road.
    var connections: [RoadConnection] { contents.withLock { Array($0.connections.values) } }

    /// Changes the road.
    ///
    /// - Returns: how it was.
    func change(to condition: RoadCondition) -> RoadCondition {
        contents.withLock { contents in
            defer { contents.condition = condition }
            return contents.condition
        }
    }

    /// Has the next `count` messages dropped, and no others.
    func dropMessages(_ count: Int) {
        contents.withLock { $0.messagesToDrop = count }
    }

    /// What `dropper` leaves of `bytes`.
    func filter(_ bytes: [UInt8], with dropper: inout MessageDropper) -> [UInt8] {
        contents.withLock { contents in
            let before = contents.messagesToDrop
            defer { contents.messagesDropped += before - contents.messagesToDrop }
            return dropper.take(bytes, dropping: &contents.messagesToDrop)
        }
    }

    /// Notes that a connection has lost something.
    func addLoss() {
        contents.withLock { $0.losses += 1 }
    }

    /// Notes a connection.
    func add(_ connection: RoadConnection) {
        contents.withLock { $0.connections[ObjectIdentifier(connection)] = connection }
    }

    /// Forgets a connection.
    func remove(_ connection: RoadConnection) {
        contents.withLock { $0.connections[ObjectIdentifier(connection)] = nil }
    }
}

import Billets
import BilletsGateway
import BilletsWire

// What a socket does at its gateway, performed as `SocketHandler` performs it.
extension World {
    /// A client's message reached its gateway.
    mutating func hear(_ envelope: ClientEnvelope, on connection: Int) {
        let name = connections[connection].gateway
        guard lives(name), connections[connection].isOpenAtGateway else { return }
        switch ClientDemand(envelope.message) {
        case .place(let want):
            connections[connection].stream.restart(for: envelope.requestID)
            ask(want, on: connection)
        case .command(let command):
            let request = CommandRequest(
                user: clients[connections[connection].client].user,
                requestID: envelope.requestID,
                command: command
            )
            submit(request, for: connection, of: name)
        }
    }

    /// Changes pass by the socket.
    mutating func offer(_ batch: FrameBatch, to connection: Int) {
        switch connections[connection].stream.offer(first: batch.first, last: batch.last) {
        case .skip: break
        case .send(let revision): send(.frames(batch.bytes(after: revision)), on: connection)
        case .ask(let revision): ask(.more(after: revision), on: connection)
        }
    }

    /// The answer to a question of the socket came.
    mutating func take(_ answer: CatchUp, on connection: Int) {
        switch connections[connection].stream.take(answer) {
        case .rest: break
        case .drain: drain(connection)
        case .reject(let requestID, let rejection):
            send(.message(.rejected(requestID: requestID, rejection)), on: connection)
        case .leave: sayGoodbye(on: connection)
        }
    }

    /// A second has passed.
    mutating func retryStream(of connection: Int) {
        guard connections[connection].isOpenAtGateway else { return }
        if let revision = connections[connection].stream.retry() {
            ask(.more(after: revision), on: connection)
        }
    }

    /// Writes as much of an answer as the client takes.
    mutating func drain(_ connection: Int) {
        guard !connections[connection].isDraining else { return }
        connections[connection].isDraining = true
        defer { connections[connection].isDraining = false }
        let (name, group) = (connections[connection].gateway, connections[connection].group)
        while connections[connection].isOpenAtGateway, connections[connection].isWritable {
            let passed = gateways[name.index].groups[group].stream.cursor.revision
            switch connections[connection].stream.next(passed: passed) {
            case .rest: return
            case .send(let bytes): send(.frames(bytes), on: connection)
            case .ask(let revision):
                ask(.more(after: revision), on: connection)
                return
            }
        }
    }

    /// Sends something; a client for which there is no room reads too slowly.
    mutating func send(_ parcel: Parcel, on connection: Int) {
        guard connections[connection].isOpenAtGateway else { return }
        let unread = connections[connection].unreadBytes + parcel.bytes
        if !connections[connection].isWritable, unread > SimulatedConnection.unsentBytesMaximum {
            note("\(words(connection)) reads too slowly")
            sayGoodbye(on: connection)
            return
        }
        enqueue(parcel, on: connection)
    }

    /// Sends the client away, behind what was sent.
    mutating func sayGoodbye(on connection: Int) {
        guard connections[connection].isOpenAtGateway else { return }
        connections[connection].isOpenAtGateway = false
        enqueue(.goodbye, on: connection)
        plan(.noticeEnd(connection: connection), after: 5_000_000)
    }

    /// The gateway lets the connection go.
    mutating func end(_ connection: Int) {
        connections[connection].isOpenAtGateway = false
        let (name, group) = (connections[connection].gateway, connections[connection].group)
        guard lives(name), connections[connection].isCounted else { return }
        connections[connection].isCounted = false
        gateways[name.index].groups[group].connections.removeAll { $0 == connection }
        gateways[name.index].presence.departed(clients[connections[connection].client].user.id)
    }

    private mutating func ask(_ want: CatchUpWant, on connection: Int) {
        let name = connections[connection].gateway
        var want = want
        if defect == .noEpochCheck, case .since(let cursor) = want,
            let epoch = gateways[name.index].machine?.delivered.epoch
        {
            want = .since(Cursor(epoch: epoch, revision: cursor.revision))
        }
        let request = CatchUpRequest(
            socket: connection,
            generation: connections[connection].stream.generation,
            want: want
        )
        post(.request(request), of: name)
    }

    private mutating func enqueue(_ parcel: Parcel, on connection: Int) {
        connections[connection].parcels.append(parcel)
        connections[connection].unreadBytes += parcel.bytes
        planReading(on: connection)
    }

    /// Plans when the client reads next, if there is something.
    mutating func planReading(on connection: Int) {
        guard !connections[connection].isReadPlanned, connections[connection].isOpenAtClient,
            !connections[connection].parcels.isEmpty
        else { return }
        connections[connection].isReadPlanned = true
        let isSlow = clients[connections[connection].client].isSlow
        let delay = isSlow ? random.within(30_000...300_000) : random.within(50...2_000)
        plan(.readParcels(connection: connection), after: delay)
    }
}

import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import NIOCore

// What clients do: connect, come back with what they have seen, and repeat what they have no certain answer to.
extension World {
    /// A client opens a connection to some gateway; to one that is not there it tries again.
    mutating func connect(_ client: Int) {
        guard clients[client].connection == nil, clients[client].leftAt == nil else { return }
        let gateway = random.below(gateways.count)
        let name = gateways[gateway].name
        guard gateways[gateway].isReady else {
            queue.plan(.connect(client: client), at: now + random.within(10_000...150_000))
            return
        }
        let group = random.below(gateways[gateway].groups.count)
        let connection = connections.count
        connections.append(SimulatedConnection(client: client, gateway: name, group: group))
        gateways[gateway].groups[group].connections.append(connection)
        gateways[gateway].presence.arrived(clients[client].user.id)
        clients[client].connection = connection
        clients[client].isLive = false
        clients[client].observation = Observation(board: clients[client].observation.board)
        note("\(words(connection)) opens")
        let welcome = Welcome(
            connectionID: "c-\(connection)",
            node: "gateway-\(gateway + 1)",
            user: clients[client].user,
            cursor: gateways[gateway].groups[group].stream.cursor,
            leaseDuration: shape.leases.leaseDuration
        )
        send(.message(.welcome(welcome)), on: connection)
        clients[client].questions = 0
        clients[client].loading = nil
        getTickets(on: connection, since: random.percent(80))
        if strikes(.askedTwice, shape.impatiencePercent) {
            let delay = random.within(1_000...60_000)
            queue.plan(.askTwice(connection: connection), at: now + delay)
        }
    }

    /// A client asks again, since its first question could not be answered.
    mutating func askAgain(on connection: Int) {
        let client = connections[connection].client
        guard connections[connection].isOpenAtClient, !clients[client].isLive,
            clients[client].loading == nil
        else { return }
        // As long as another answer may come, what follows one place could come twice.
        getTickets(on: connection, since: clients[client].questions == 0)
    }

    /// A client asks for everything although it has it.
    mutating func askAnew(_ client: Int) {
        guard let connection = clients[client].connection, clients[client].observation.isComplete
        else { return }
        getTickets(on: connection, since: false)
    }

    /// A client that has not been answered yet asks for everything: which answer comes it will see.
    mutating func askTwice(on connection: Int) {
        let client = connections[connection].client
        guard connections[connection].isOpenAtClient, !clients[client].isLive,
            clients[client].loading == nil
        else { return }
        getTickets(on: connection, since: false)
    }

    private mutating func getTickets(on connection: Int, since: Bool) {
        let client = connections[connection].client
        let cursor = since ? clients[client].observation.board?.cursor : nil
        clients[client].observation.askForTickets(since: cursor)
        clients[client].questions += 1
        say(.getTickets(since: cursor), nil, on: connection)
        let place = cursor.map { "what follows \($0.revision)" } ?? "all tickets"
        note("\(words(connection)) asks for \(place)")
    }

    private mutating func say(
        _ message: ClientMessage,
        _ requestID: RequestID?,
        on connection: Int
    ) {
        let at = max(now + random.within(50...3_000), connections[connection].lastHeardAt + 1)
        connections[connection].lastHeardAt = at
        let envelope = ClientEnvelope(requestID: requestID, message: message)
        queue.plan(.hear(connection: connection, envelope), at: at)
    }

    /// A client does something that it thinks of now.
    mutating func act(_ client: Int) {
        guard let connection = clients[client].connection, clients[client].isLive,
            connections[connection].isOpenAtClient, let board = clients[client].observation.board
        else { return }
        if random.percent(4) {
            leave(connection)
        } else if clients[client].intents.count < SimulatedClient.intentsMaximum {
            let intent = ClientIntent(
                requestID: random.identifier(),
                message: idea(board, of: clients[client].user)
            )
            clients[client].intents.append(intent)
            send(intent, on: connection)
        }
    }

    /// What a client with this board wants next.
    private mutating func idea(_ board: Board, of user: User) -> ClientMessage {
        let tickets = board.tickets.values.sorted { $0.number < $1.number }
        guard !tickets.isEmpty, !(tickets.count < 6 && random.percent(25)) else {
            return .createTicket(
                TicketDraft(title: "Ticket of \(user.name), \(random.below(1_000))")
            )
        }
        let ticket = tickets[random.below(tickets.count)]
        switch random.below(10) {
        case 0..<4:
            let edit = TicketEdit(title: "Edit of \(user.name), \(random.below(1_000))")
            return .updateTicket(ticket.id, version: ticket.version, edit)
        case 4..<8:
            return .lockTicket(ticket.id)
        default:
            let own = tickets.first { $0.lock?.holder == user } ?? ticket
            return .unlockTicket(own.id)
        }
    }

    private mutating func send(_ intent: ClientIntent, on connection: Int) {
        note(
            "\(words(connection)) says \(words(intent.message)), command \(intent.requestID.short)"
        )
        say(intent.message, intent.requestID, on: connection)
    }

    /// A client goes away by itself, and comes back.
    mutating func leave(_ connection: Int) {
        note("\(words(connection)) is left")
        connections[connection].parcels = []
        plan(.noticeEnd(connection: connection), after: random.within(100...3_000))
        lose(connection)
    }

    /// The client notices that its connection is gone, and comes back after a while.
    mutating func lose(_ connection: Int) {
        connections[connection].isOpenAtClient = false
        let client = connections[connection].client
        guard clients[client].connection == connection else { return }
        clients[client].connection = nil
        clients[client].isLive = false
        queue.plan(.connect(client: client), at: now + random.within(1_000...400_000))
    }

    /// A client sends again what it has no certain answer to.
    mutating func retry(_ requestID: RequestID, on connection: Int) {
        let client = connections[connection].client
        guard connections[connection].isOpenAtClient, clients[client].connection == connection,
            let intent = clients[client].intents.first(where: { $0.requestID == requestID })
        else { return }
        send(intent, on: connection)
    }

    /// The first answer to GetTickets is whole: what is uncertain is sent again, or given up.
    mutating func begin(_ client: Int, on connection: Int) {
        clients[client].isLive = true
        if !isCalm, random.percent(10) { clients[client].intents = [] }
        for intent in clients[client].intents { send(intent, on: connection) }
    }
}

import Billets
import BilletsWire
import NIOCore

/// What the client says.
extension SocketHandler {
    /// Carries out a message of the client, or says what is wrong with it.
    func handle(_ bytes: [UInt8]) {
        group.tally.received()
        let decoded = ClientEnvelope.decode(bytes)
        do throws(Rejection) {
            try allowance.takeMessage(at: UserRates.now)
            try carryOut(try decoded.mapError(\.rejection).get())
        } catch {
            group.shared.metrics.refused(error.code)
            send(.rejected(requestID: decoded.requestID, error))
        }
    }

    private func carryOut(_ envelope: ClientEnvelope) throws(Rejection) {
        switch ClientDemand(envelope.message) {
        case .place(let want):
            leaveFastPath()
            stream.restart(for: envelope.requestID)
            ask(want)
        case .command(let command):
            guard phase.isOpen else { throw .gatewayStops }
            guard session.permits(.write) else { throw Rejection(missing: .write) }
            try allowance.takeCommand()
            let request = CommandRequest(
                user: session.user,
                requestID: envelope.requestID,
                command: command
            )
            group.submit(request, from: reference)
        }
    }

    /// Asks for what comes next in the stream.
    func ask(_ want: CatchUpWant) {
        let generation = stream.generation
        group.ask(
            CatchUpRequest(socket: reference, generation: generation, want: want, form: form)
        )
    }
}

import Billets
import BilletsWire

/// A client's message is understood, and means the same when it is written again; or it is answered.
enum ClientMessageProperty {
    static let examples = [
        #"{"type":"GetTickets"}"#,
        #"{"type":"GetTickets","since":{"epoch":"9bf6c847-0f4e-4a0c-8f0b-3b1a2c3d4e5f","revision":13}}"#,
        """
        {"type":"CreateTicket","requestId":"0b7e2f5e-52a4-4c6c-9a5e-0a7d4f3a9f01","ticket":{"id":\
        "01890a5d-ac96-774b-bcce-b302099a8057","title":"Hoover \\u00e9","description":"\\n","status":\
        "blocked","priority":"urgent","assignee":null}}
        """,
        #"{"type":"LockTicket","ticketId":"01890a5d-ac96-774b-bcce-b302099a8057"}"#,
        """
        {"type":"UpdateTicket","ticket":{"id":"01890a5d-ac96-774b-bcce-b302099a8057","version":1,\
        "title":"T","assignee":"9bf6c847-0f4e-4a0c-8f0b-3b1a2c3d4e5f"}}
        """,
        #"{"type":"UnlockTicket","ticketId":"01890a5d-ac96-774b-bcce-b302099a8057","x":[1e9,{}]}"#,
        #"{"type":"Welcome"}"#,
    ]

    static func violation(of bytes: [UInt8]) -> String? {
        switch ClientEnvelope.decode(bytes) {
        case .success(let envelope):
            guard case .success(envelope) = ClientEnvelope.decode(envelope.encoded()) else {
                return "The message means something else when it is written again: \(envelope)"
            }
        case .failure(let rejected):
            let answer = ServerMessage.rejected(
                requestID: rejected.requestID,
                rejected.rejection
            )
            guard
                case .rejected(rejected.requestID, let told)? =
                    try? ServerMessage(decoding: answer.encoded()),
                told.code == rejected.rejection.code, told.message == rejected.rejection.message
            else { return "Nobody can read the answer: \(answer)" }
        }
        return nil
    }
}

import Billets
import BilletsWire

/// A body is what it is read as, or is refused with a sentence; a ticket's draft that was read can be judged
/// by the rules.
enum RequestBodyProperty {
    static let examples = [
        #"{"email":"ada@example.com","password":"demo-password"}"#,
        #"{"title":"Hoover","description":"","status":"open","priority":"low","assignee":null}"#,
        #"{"version":3,"title":"Hoover is too loud","assignee":"9bf6c847-0f4e-4a0c-8f0b-3b1a2c3d4e5f"}"#,
        #"{"email":"a@b.c","name":"A","role":"agent","password":"long enough to be one"}"#,
        #"{"name":"A","role":"admin","isDisabled":true}"#,
        #"{"current":"demo-password","new":"another-password"}"#,
        #"{"name":"nightly report","expiresAt":"2026-01-02T03:04:05.678Z"}"#,
    ]

    static func violation(of bytes: [UInt8]) -> String? {
        wrong { () throws(Rejection) in _ = try Credentials(decoding: bytes) }
            ?? wrong { () throws(Rejection) in
                let draft = try TicketDraft(decoding: bytes)
                try TicketCommand.create(draft).refuseIfMalformed()
            }
            ?? wrong { () throws(Rejection) in
                try TicketPatch(decoding: bytes).edit.refuseIfMalformed()
            }
            ?? wrong { () throws(Rejection) in _ = try AccountDraft(decoding: bytes) }
            ?? wrong { () throws(Rejection) in _ = try AccountPatch(decoding: bytes) }
            ?? wrong { () throws(Rejection) in _ = try PasswordChange(decoding: bytes) }
            ?? wrong { () throws(Rejection) in _ = try APITokenDraft(decoding: bytes) }
    }

    /// What is wrong with how `read` refuses its body, if it does.
    private static func wrong(_ read: () throws(Rejection) -> Void) -> String? {
        do throws(Rejection) {
            try read()
            return nil
        } catch {
            let isOfTheClient = error.code == .invalidMessage || error.code == .tooLarge
            return isOfTheClient && !error.message.isEmpty ? nil : "The refusal is none: \(error)"
        }
    }
}

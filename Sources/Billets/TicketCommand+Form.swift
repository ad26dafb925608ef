extension TicketCommand {
    /// Refuses a command that nobody could carry out, whatever the tickets are.
    ///
    /// It is judged before anybody asks whether the command has been carried out already: what is
    /// malformed is no repetition of what was accepted.
    ///
    /// - Throws: `invalidMessage` or `tooLarge` for a text that is not within `TicketLimits`,
    ///   `invalidMessage` for an update that names no field.
    public func refuseIfMalformed() throws(Rejection) {
        switch self {
        case .create(let draft):
            _ = try TicketLimits.title(draft.title)
            _ = try TicketLimits.description(draft.description)
        case .update(_, _, let edit):
            try edit.refuseIfMalformed()
        case .lock, .unlock, .forceUnlock:
            break
        }
    }
}

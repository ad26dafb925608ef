/// The name of a ticket; a client may choose it.
public typealias TicketID = Identifier<Ticket>

/// The name of a user.
public typealias UserID = Identifier<User>

/// The name of one intent of a client: sent again, it is not carried out twice.
public typealias RequestID = Identifier<CommandRequest>

/// The name of a database, for its whole life; Redis channels carry it.
public typealias DatabaseID = Identifier<StoreIdentity>

/// The name of a database's history: made with the database, and anew when it is restored from a
/// backup.
public typealias Epoch = Identifier<Revision>

/// The name of one log-in.
public typealias SessionID = Identifier<Revocation>

/// The id of a process that serves as a node, made when it starts.
public typealias NodeInstanceID = Identifier<NodeInstance>

/// The name of an API token; the sessions that it opens bear it too.
public typealias APITokenID = Identifier<APIToken>

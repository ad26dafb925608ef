import Billets
import GRDB

extension Rejection {
    /// What is answered when the database did not do what it was asked for: always `unavailable`,
    /// for sending a command again is safe.
    init(database error: any Error) {
        if let rejection = error as? Rejection {
            self = rejection
            return
        }
        self.init(
            .unavailable,
            Self.sentence(about: (error as? DatabaseError)?.resultCode),
            cause: String(describing: error)
        )
    }

    private static func sentence(about code: ResultCode?) -> String {
        switch code {
        case .SQLITE_FULL:
            "The disk that holds the database is full: nothing can be changed until it has room again."
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            "Another program keeps the database from being written: try again in a moment."
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH:
            "The database cannot be opened or written: look at the permissions of it and its folder."
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            """
            The database does not read as it should: look at its disk first; if it is damaged itself, as \
            PRAGMA integrity_check would say, restore it from a backup.
            """
        case .SQLITE_IOERR, .SQLITE_NOLFS:
            "The disk that holds the database fails: nothing can be read or changed until it works."
        default:
            "The database could not do this now: try again in a moment."
        }
    }
}

extension Error {
    /// Whether one command of several may have caused this, so that the others deserve another try;
    /// not so when disk or file fail, which would fail every one of them.
    var mayBeOfOneCommand: Bool {
        guard let error = self as? DatabaseError else { return !(self is Rejection) }
        return switch error.resultCode {
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_ERROR, .SQLITE_RANGE:
            true
        default: false
        }
    }
}

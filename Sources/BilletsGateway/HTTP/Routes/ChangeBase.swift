import Billets
import BilletsWire

/// The version of a ticket that a request was made against: the body says it, or `If-Match` (RFC 9110, section
/// 13.1.1), or both alike.
enum ChangeBase: Hashable {
    /// This version.
    case version(Int64)

    /// One of these; none matches if there are none.
    case anyOf([Int64])

    /// Whichever version is current: the client does not mind.
    case current

    /// Reads the version in the body, and all fields `If-Match`.
    ///
    /// - Throws: `Problem` 400 if neither says a version, if both differ, or if a field is no list of tags.
    init(_ version: Int64?, ifMatch fields: [String]) throws(Problem) {
        guard !fields.isEmpty else {
            guard let version else { throw .noVersion }
            self = .version(version)
            return
        }
        guard let condition = EntityTagList(fields) else { throw .badTags }
        switch (condition, version) {
        case (.any, let version?): self = .version(version)
        case (.any, nil): self = .current
        case (.tags(let tags), let version):
            // A weak tag never matches, and neither does one that this server has not made.
            let versions = tags.compactMap(\.version)
            if let version, !versions.isEmpty {
                guard versions.contains(version) else { throw .versionsDiffer }
                self = .version(version)
            } else if tags.count == 1, let only = versions.first {
                self = .version(only)
            } else {
                self = .anyOf(versions)
            }
        }
    }
}

extension EntityTagList.Tag {
    /// The version of a ticket whose ETag this is.
    fileprivate var version: Int64? {
        guard !isWeak, let version = Int64(text), String(version) == text else { return nil }
        return version
    }
}

extension Problem {
    /// The problem that answers a change whose tags all belong to other versions of the ticket.
    init(unmatched ticket: Ticket) {
        self.init(
            status: 412,
            code: RejectionCode.versionConflict.rawValue,
            title: "Precondition failed",
            detail: """
                No tag in If-Match is that of the ticket, which is at version \(ticket.version): read it \
                again, and send its ETag as it is, without W/.
                """,
            ticket: ticket
        )
    }

    fileprivate static let noVersion = Problem(
        malformed: """
            Say which version the change was made against: version in the body, or the ticket's ETag in \
            If-Match.
            """
    )

    fileprivate static let badTags = Problem(
        malformed:
            "If-Match must hold ETags of the ticket with commas between them, such as \"7\", or *."
    )

    fileprivate static let versionsDiffer = Problem(
        malformed: "If-Match and the version in the body differ: send one of them."
    )
}

import BilletsLoad

/// The accounts that log in.
struct EmailList: Sendable {
    /// In the order in which they were named.
    let emails: [String]

    /// These accounts.
    init(_ emails: [String]) {
        self.emails = emails
    }
}

extension EmailList: OptionValue {
    /// Reads e-mail addresses with commas between them.
    init(parsing text: String) throws {
        let emails = try text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
            .filter { !$0.isEmpty }.map(EmailArgument.parse)
        guard !emails.isEmpty, emails.count <= LoadLogIn.usersMaximum else {
            throw Complaint("name 1 to \(LoadLogIn.usersMaximum) e-mail addresses")
        }
        self.init(emails)
    }
}

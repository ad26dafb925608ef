import Billets
import BilletsStore
import BilletsWire
import Glibc

/// The question whether a backup is to replace a database.
struct RestoreQuestion {
    /// The effects of the restore.
    let plan: RestorePlan

    /// The path of the backup, as the operator wrote it.
    let backup: String

    /// The path of the database.
    let database: String

    /// The time now.
    var now = WallClock.system.now()

    /// The facts to decide on, one a line.
    var lines: [String] {
        let newest = plan.newestChangeAt.map { "; its newest change is from \($0.rfc3339)" } ?? ""
        let backupLine =
            "\(backup): written \(age) ago (\(plan.writtenAt.rfc3339))\(newest); \(plan.backup)"
        guard case .sound(let summary, _) = plan.present else { return [backupLine, loss] }
        return [backupLine, "\(database): \(summary)", loss]
    }

    /// The sentence about what is lost with the database that is replaced.
    var loss: String {
        switch plan.present {
        case .absent: "nothing is replaced"
        case .damaged: "\(database) is damaged: what it holds beyond the backup is lost"
        case .sound(_, let changes):
            "\(changes) \(changes == 1 ? "change" : "changes") made since the backup \(changes == 1 ? "is" : "are") lost"
        }
    }

    /// Asks at the terminal, if there is a database to lose.
    ///
    /// - Throws: a `Complaint` if the answer is not yes, or there is no terminal.
    func ask() throws {
        guard plan.present != .absent else { return }
        guard isatty(STDIN_FILENO) == 1 else {
            throw Complaint(
                "\(backup) was written \(age) ago, and would replace the database \(database) (\(loss)): without a "
                    + "terminal to ask at, confirm that with --yes."
            )
        }
        for line in lines { StandardStreams.error(line) }
        StandardStreams.prompt("Replace \(database)? Type yes: ")
        guard readLine()?.lowercased() == "yes" else {
            throw Complaint("Nothing was restored: the database is as it was.")
        }
    }

    /// The time since the backup was written, in the largest unit that fits.
    var age: String {
        let seconds = max(0, now.milliseconds(since: plan.writtenAt) / 1000)
        let units: [(name: String, seconds: Int64)] = [
            ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1),
        ]
        let unit = units.first { seconds >= $0.seconds } ?? ("second", 1)
        let count = seconds / unit.seconds
        return "\(count) \(unit.name)\(count == 1 ? "" : "s")"
    }
}

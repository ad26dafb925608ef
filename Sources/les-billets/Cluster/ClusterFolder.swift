/// Where a cluster keeps its files.
///
/// `tickets.db` and `logs` stay; `run` is there only while the cluster is, because it holds passwords.
struct ClusterFolder: Hashable, Sendable {
    /// The folder that is used unless another is named, in the folder where the program is started.
    static let defaultPath = "les-billets-data"

    /// The name of the database file.
    static let databaseName = "tickets.db"

    /// The folder that commands use by default: the one that `LES_BILLETS_DIRECTORY` names, or `defaultPath`.
    ///
    /// - Throws: a `Complaint` if the variable is invalid.
    static func standardPath(_ settings: Settings) throws -> String {
        try settings.value(nil as String?, .directory) ?? defaultPath
    }

    /// The absolute path of the folder.
    let path: String

    /// The database file.
    var database: String { path + "/" + Self.databaseName }

    /// The folder of the logs.
    var logs: String { path + "/logs" }

    /// The folder of what only a running cluster needs.
    var run: String { path + "/run" }

    /// The configuration of redis-server.
    var redisConfiguration: String { run + "/redis.conf" }

    /// The configuration of HAProxy.
    var balancerConfiguration: String { run + "/haproxy.cfg" }

    /// The file with the process id of the cluster itself.
    var processID: String { run + "/cluster.pid" }

    /// The named pipe through which `deploy/roll` reads the progress of a roll.
    var rollReports: String { run + "/roll" }

    /// The log of a post.
    func log(of post: ClusterPost) -> String {
        logs + "/\(post).log"
    }
}

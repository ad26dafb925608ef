/// Where a cluster keeps its files.
///
/// `tickets.db` and `logs` stay; `run` is there only while the cluster is, because it holds passwords.
struct ClusterFolder: Hashable, Sendable {
    /// The folder that is used unless another is named, in the folder where the program is started.
    static let defaultPath = "les-billets-data"

    /// The name of the database file.
    static let databaseName = "tickets.db"

    /// The absolute path of the folder.
    let path: String

    /// The database file.
    var database: String { path + "/" + Self.databaseName }

    /// The folder of what the processes say.
    var logs: String { path + "/logs" }

    /// The folder of what the processes are told.
    var run: String { path + "/run" }

    /// What redis-server is told.
    var redisConfiguration: String { run + "/redis.conf" }

    /// What HAProxy is told.
    var balancerConfiguration: String { run + "/haproxy.cfg" }

    /// The process id of the cluster itself, for whoever wants to send it a signal.
    var processID: String { run + "/cluster.pid" }

    /// How the last restart of the gateways has gone, line by line.
    var rollReport: String { run + "/roll" }

    /// The file of what a post says.
    func log(of post: ClusterPost) -> String {
        logs + "/\(post).log"
    }
}

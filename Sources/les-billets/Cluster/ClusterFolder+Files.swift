import FoundationEssentials

extension ClusterFolder {
    /// Makes the folder and the ones in it, for nobody else to read.
    ///
    /// - Throws: a `Complaint` if that cannot be.
    func create() throws {
        for folder in [path, logs, run] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700]
                )
            } catch {
                throw Complaint(
                    "The folder '\(folder)' cannot be made: see that this user may write there, "
                        + "or give another with --directory."
                )
            }
        }
    }

    /// Writes what the processes are told, for nobody else to read.
    ///
    /// - Throws: a `Complaint` if that cannot be.
    func write(
        redis: RedisConfiguration,
        balancer: HAProxyConfiguration,
        cluster: Int32
    ) throws {
        for (file, text) in [
            (redisConfiguration, redis.text), (balancerConfiguration, balancer.text),
            (processID, "\(cluster)\n"),
        ] {
            // The mode is given when the file is made: it is never readable, not for a moment.
            try? FileManager.default.removeItem(atPath: file)
            guard
                FileManager.default.createFile(
                    atPath: file,
                    contents: Data(text.utf8),
                    attributes: [.posixPermissions: 0o600]
                )
            else {
                throw Complaint("'\(file)' cannot be written: see that the disk is not full.")
            }
        }
    }

    /// Adds a line to the report of a roll, whose first one begins a new file; as far as the disk takes it.
    func write(_ report: ClusterRollReport) {
        var text = ""
        if case .begun = report {
            // Whoever reads the earlier file goes on reading that one.
            try? FileManager.default.removeItem(atPath: rollReport)
        } else {
            text = (try? String(contentsOfFile: rollReport, encoding: .utf8)) ?? ""
        }
        try? Data((text + report.line + "\n").utf8)
            .write(to: URL(filePath: rollReport), options: .atomic)
    }

    /// Takes away what only a running cluster needs.
    func removeRunFiles() {
        try? FileManager.default.removeItem(atPath: run)
    }
}

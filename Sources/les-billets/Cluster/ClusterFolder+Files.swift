import FoundationEssentials
import Glibc

extension ClusterFolder {
    /// Makes the folder and those in it; no other user may read them.
    ///
    /// - Throws: a `Complaint` if they cannot be made.
    func create() throws {
        for folder in [path, logs, run] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700]
                )
            } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
                throw DiskRoom.complaint(about: folder, ENOSPC)
            } catch {
                throw Complaint(
                    "The folder '\(folder)' cannot be made: see that this user may write there, "
                        + "or give another with --directory."
                )
            }
        }
    }

    /// Makes the pipe of roll reports, and writes the configurations and the process id of the cluster.
    ///
    /// No other user may read them.
    ///
    /// - Throws: a `Complaint` if a file cannot be written.
    func write(
        redis: RedisConfiguration,
        balancer: HAProxyConfiguration,
        cluster: Int32
    ) throws {
        // The script that starts a roll takes the process id as the sign that the rest is there.
        unlink(rollReports)
        guard mkfifo(rollReports, 0o600) == 0 else {
            throw DiskRoom.complaint(about: rollReports, errno)
        }
        for (file, text) in [
            (redisConfiguration, redis.text), (balancerConfiguration, balancer.text),
            (processID, "\(cluster)\n"),
        ] {
            try Self.write(text, to: file)
        }
    }

    /// Sends a line to the script that started a roll, if it listens.
    ///
    /// A pipe needs no room on the disk: a roll reports in the same way when the disk is full.
    func send(_ report: ClusterRollReport) {
        // Without a reader this fails with ENXIO.
        let descriptor = open(rollReports, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let line = Array((report.line + "\n").utf8)
        _ = Glibc.write(descriptor, line, line.count)
    }

    /// Removes the files that only a running cluster needs.
    func removeRunFiles() {
        try? FileManager.default.removeItem(atPath: run)
    }

    private static func write(_ text: String, to path: String) throws {
        unlink(path)
        // The mode is given when the file is made, so that no other user can ever read it.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DiskRoom.complaint(about: path, errno) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw DiskRoom.complaint(about: path, errno) }
            rest = rest.dropFirst(written)
        }
    }
}

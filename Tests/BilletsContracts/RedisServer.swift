public import Foundation
import Glibc
import Synchronization

/// A real redis-server for a test: on a free port of the loopback, in a temporary folder, keeping
/// nothing on disk.
///
/// It is the child of a shell that waits for the end of its input and then kills it. So it ends with
/// `stop`, with the last reference to this object, and also when the testing process crashes.
public final class RedisServer: Sendable {
    /// Why there is no server.
    public struct StartFailure: Error, CustomStringConvertible {
        /// The end of what redis-server had to say.
        public let description: String
    }

    private struct Running {
        let shell: ChildProcess
        let lifeline: Int32
        let redisID: Int32
    }

    /// The port on 127.0.0.1; it stays the same through restarts.
    public let port: UInt16

    /// The folder that it runs in.
    public let folder: URL

    private let running = Mutex<Running?>(nil)

    /// Starts a server, and waits until it answers.
    ///
    /// - Parameter configuration: lines for its redis.conf, such as `requirepass secret`.
    /// - Returns: the server, which ends with the last reference to it at the latest.
    /// - Throws: `StartFailure` if it does not come up.
    public static func start(configuration: [String] = []) async throws -> RedisServer {
        var attempt = 1
        while true {
            let server = try RedisServer(
                port: .random(in: portsTried),
                configuration: configuration
            )
            do {
                try await server.launch()
                return server
            } catch  where attempt < portsTriedMaximum {
                // Most likely somebody else has that port.
                attempt += 1
                server.stop()
            }
        }
    }

    /// Below the ports that Linux gives to outgoing connections: a client that tries one of those
    /// again and again while nobody listens there will one day be connected to itself.
    private static let portsTried: Range<UInt16> = 10_000..<32_000
    private static let portsTriedMaximum = 5

    private init(port: UInt16, configuration: [String]) throws {
        self.port = port
        folder = FileManager.default.temporaryDirectory
            .appending(path: "billets-redis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let lines =
            [
                "bind 127.0.0.1", "port \(port)", "dir \(folder.path)", "save \"\"",
                "appendonly no", "logfile redis.log", "pidfile \(folder.path)/redis.pid",
            ] + configuration
        try lines.joined(separator: "\n")
            .write(to: folder.appending(path: "redis.conf"), atomically: true, encoding: .utf8)
    }

    deinit {
        stop()
    }

    /// Its URL, as gateways take it.
    public var url: String {
        "redis://127.0.0.1:\(port)"
    }

    /// Ends it the hard way (SIGKILL), and waits until it is gone.
    public func kill() {
        guard let gone = running.withLock({ $0.take() }) else { return }
        // The shell reads the end of its input, kills, and waits.
        close(gone.lifeline)
        gone.shell.wait()
    }

    /// Starts it again on the same port, after `kill`.
    ///
    /// - Throws: `StartFailure` if it does not come up.
    public func restart() async throws {
        kill()
        try await launch()
    }

    /// Makes it hang (SIGSTOP): it keeps its connections, and answers nothing.
    public func pause() {
        signal(SIGSTOP)
    }

    /// Lets it go on (SIGCONT).
    public func proceed() {
        signal(SIGCONT)
    }

    /// Ends it, and removes its folder.
    public func stop() {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Runs redis-cli against it.
    ///
    /// - Parameters:
    ///   - arguments: the command, or options of redis-cli before it.
    ///   - input: what is fed to redis-cli; with the option `-x` that is the last argument.
    /// - Returns: what redis-cli printed.
    /// - Throws: what Foundation throws if there is no redis-cli.
    @discardableResult
    public func command(_ arguments: String..., input: [UInt8] = []) async throws -> String {
        let name = folder.appending(path: UUID().uuidString).path
        try Data(input).write(to: URL(filePath: "\(name).in"))
        let files = (
            open("\(name).in", O_RDONLY | O_CLOEXEC),
            open("\(name).out", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        )
        defer {
            close(files.0)
            close(files.1)
        }
        let process = try ChildProcess(
            ["redis-cli", "-p", "\(port)"] + arguments,
            input: files.0,
            output: files.1
        )
        try await process.ended()
        return try String(contentsOfFile: "\(name).out", encoding: .utf8)
    }

    // MARK: Processes

    private func launch() async throws {
        let pidFile = folder.appending(path: "redis.pid")
        try? FileManager.default.removeItem(at: pidFile)
        let script = """
            redis-server "$0" </dev/null >/dev/null 2>&1 &
            echo $!
            read -r nothing
            kill -KILL $! 2>/dev/null
            wait
            """
        let (lifeline, shellEnd) = try Self.lifeline()
        let shell = try ChildProcess(
            ["sh", "-c", script, folder.appending(path: "redis.conf").path],
            input: shellEnd,
            output: shellEnd
        )
        close(shellEnd)
        let redisID = try Self.number(from: lifeline)
        running.withLock {
            $0 = Running(shell: shell, lifeline: lifeline, redisID: redisID)
        }
        try await waitUntilReady(pidFile, redisID)
    }

    /// redis-server writes its pidfile once it listens: before that, whoever answers on the port may
    /// be somebody else's server.
    private func waitUntilReady(_ pidFile: URL, _ redisID: Int32) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: .seconds(30))
        while clock.now < deadline, Self.isAlive(redisID) {
            let written = (try? String(contentsOf: pidFile, encoding: .utf8)) ?? ""
            if Int32(written.trimmingCharacters(in: .whitespacesAndNewlines)) == redisID {
                let answer = try await command("PING")
                if answer.hasPrefix("PONG") || answer.contains("NOAUTH") { return }
            }
            try await clock.sleep(for: .milliseconds(5))
        }
        let log = folder.appending(path: "redis.log")
        let words = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        throw StartFailure(description: "redis-server did not start. \(words.suffix(500))")
    }

    /// A pair of sockets that no child process inherits: the one end closes with this process at the
    /// latest, and the shell at the other reads that.
    private static func lifeline() throws -> (Int32, Int32) {
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw StartFailure(description: "No pair of sockets: errno \(errno)")
        }
        return (ends[0], ends[1])
    }

    private static func number(from descriptor: Int32) throws -> Int32 {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = read(descriptor, &bytes, bytes.count)
        let line = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        guard let number = Int32(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw StartFailure(description: "The shell gave no process id.")
        }
        return number
    }

    /// Whether the process runs; dead, it remains a zombie until the shell waits for it.
    private static func isAlive(_ id: Int32) -> Bool {
        let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
        return status.map { !$0.contains(") Z ") } ?? false
    }

    private func signal(_ number: Int32) {
        running.withLock { running in
            if let running { _ = Glibc.kill(running.redisID, number) }
        }
    }
}

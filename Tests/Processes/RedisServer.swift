public import Foundation
import Glibc
import Synchronization

/// A real redis-server for a test: on a free port of the loopback, in a temporary folder, keeping
/// nothing on disk.
///
/// It ends with `stop`, with the last reference to this object, and also when the testing process crashes.
public final class RedisServer: Sendable {
    /// Why there is no server.
    public struct StartFailure: Error, CustomStringConvertible {
        /// The end of what redis-server had to say.
        public let description: String
    }

    /// The port on 127.0.0.1; it stays the same through restarts.
    public let port: UInt16

    /// The folder that it runs in.
    public let folder: URL

    private let running = Mutex<TetheredProcess?>(nil)

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
        running.withLock { $0.take() }?.kill()
    }

    /// Starts it again on the same port, after `kill`.
    ///
    /// - Throws: `StartFailure` if it does not come up.
    public func restart() async throws {
        kill()
        try await launch()
    }

    /// Sends it a signal, if it runs.
    public func send(_ signal: Int32) {
        running.withLock { $0 }?.send(signal)
    }

    /// Whether it runs.
    public var isAlive: Bool {
        running.withLock { $0 }?.isAlive ?? false
    }

    /// Its process id; nil while there is none.
    public var processID: Int32? {
        running.withLock { $0 }?.id
    }

    /// Makes it hang (SIGSTOP): it keeps its connections, and answers nothing.
    public func pause() {
        send(SIGSTOP)
    }

    /// Lets it go on (SIGCONT).
    public func proceed() {
        send(SIGCONT)
    }

    /// Ends it, and removes its folder.
    public func stop() {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }

    /// How long a command may take; a server that hangs answers none.
    public static let commandSecondsMaximum = 30

    /// Runs redis-cli against it.
    ///
    /// - Parameters:
    ///   - arguments: the command, or options of redis-cli before it.
    ///   - input: what is fed to redis-cli; with the option `-x` that is the last argument.
    /// - Returns: what redis-cli printed; nothing if the server did not answer.
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
            ["timeout", "\(Self.commandSecondsMaximum)", "redis-cli", "-p", "\(port)"] + arguments,
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
        let process = try TetheredProcess(
            ["redis-server", folder.appending(path: "redis.conf").path]
        )
        running.withLock { $0 = process }
        try await waitUntilReady(pidFile, process)
    }

    /// redis-server writes its pidfile once it listens: before that, whoever answers on the port may
    /// be somebody else's server.
    private func waitUntilReady(_ pidFile: URL, _ process: TetheredProcess) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: .seconds(30))
        while clock.now < deadline, process.isAlive {
            let written = (try? String(contentsOf: pidFile, encoding: .utf8)) ?? ""
            if Int32(written.trimmingCharacters(in: .whitespacesAndNewlines)) == process.id {
                let answer = try await command("PING")
                if answer.hasPrefix("PONG") || answer.contains("NOAUTH") { return }
            }
            try await clock.sleep(for: .milliseconds(5))
        }
        let log = folder.appending(path: "redis.log")
        let words = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        throw StartFailure(description: "redis-server did not start. \(words.suffix(500))")
    }
}

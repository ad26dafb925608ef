public import Glibc
import Synchronization

/// A program that ends with the process that started it, however that ends.
///
/// It is the child of a shell that waits for the end of its input and then kills it. So it ends with `kill`, with
/// the last reference to this object, and also when the testing process crashes; what ends the whole group of processes, as
/// Ctrl-C does, leaves the shell alone, so that it can do its duty. A signal that the kernel sends at a
/// parent's death (prctl(2), PR_SET_PDEATHSIG) would not do: it comes when the thread dies that started the program.
public final class TetheredProcess: Sendable {
    /// Why a program did not start.
    public struct StartFailure: Error, CustomStringConvertible {
        /// What went wrong.
        public let description: String
    }

    private struct Tether {
        let shell: ChildProcess
        let lifeline: Int32
    }

    /// Its process id.
    public let id: pid_t

    private let tether: Mutex<Tether?>

    /// Starts `command`, whose first word is looked for along PATH.
    ///
    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - output: the file to which it appends what it says on standard output and standard error.
    /// - Throws: `StartFailure`, or `ChildProcess.SpawnFailure`.
    public init(_ command: [String], output: String = "/dev/null") throws {
        let script = """
            "$@" </dev/null >>"$0" 2>&1 &
            trap '' HUP INT TERM
            echo $!
            read -r nothing
            kill -KILL $! 2>/dev/null
            wait
            """
        let (lifeline, shellEnd) = try Self.lifeline()
        let shell: ChildProcess
        do {
            defer { close(shellEnd) }
            shell = try ChildProcess(
                ["sh", "-c", script, output] + command,
                input: shellEnd,
                output: shellEnd
            )
        } catch {
            close(lifeline)
            throw error
        }
        tether = Mutex(Tether(shell: shell, lifeline: lifeline))
        do {
            id = try Self.number(from: lifeline)
        } catch {
            close(lifeline)
            shell.wait()
            throw error
        }
    }

    deinit {
        kill()
    }

    /// Ends it the hard way (SIGKILL), and waits until it is gone.
    public func kill() {
        guard let gone = tether.withLock({ $0.take() }) else { return }
        // The shell reads the end of its input, kills, and waits.
        close(gone.lifeline)
        gone.shell.wait()
    }

    /// Sends it a signal, unless `kill` has ended it.
    public func send(_ signal: Int32) {
        tether.withLock { if $0 != nil { _ = Glibc.kill(id, signal) } }
    }

    /// Whether it runs; dead, it remains a zombie until the shell waits for it.
    public var isAlive: Bool {
        guard tether.withLock({ $0 != nil }) else { return false }
        return ProcessFacts(id: id).isAlive
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
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < lineBytesMaximum, read(descriptor, &byte, 1) == 1, byte != 10 {
            line.append(byte)
        }
        guard let number = Int32(String(decoding: line, as: UTF8.self)) else {
            throw StartFailure(description: "The shell gave no process id.")
        }
        return number
    }

    private static let lineBytesMaximum = 32
}

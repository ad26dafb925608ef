import BilletsLoad
import BilletsWire
import Glibc
import NIOPosix

/// A worker's end of the pipes to the coordinator of its load test: its standard input and output.
actor LoadWorkerLink: LoadCoordination {
    /// The longest line of a coordinator: the tokens of all users.
    static let lineBytesMaximum = 32 * 1024 * 1024

    /// The bytes that are read at once.
    static let readBytes = 64 * 1024

    /// The most lines that wait to be read; a test has a few orders.
    static let waitingLinesMaximum = 64

    /// The status of a worker whose coordinator is gone.
    static let orphanStatus: Int32 = 1

    private var order: LoadCoordinatorMessage?
    private var waiting: CheckedContinuation<LoadCoordinatorMessage, Never>?
    private var run: LoadRun?
    private var isStopped = false

    /// Carries out `share` of `plan`, as the coordinator orders.
    static func perform(_ plan: LoadPlan, _ share: LoadShare) async {
        let link = LoadWorkerLink()
        let (lines, continuation) = AsyncStream.makeStream(
            of: [UInt8].self,
            bufferingPolicy: .bufferingNewest(waitingLinesMaximum)
        )
        // Ends with the process.
        NIOThreadPool.singleton.submit { _ in
            readLines { continuation.yield($0) }
            // Nobody is left to report to.
            _exit(orphanStatus)
        }
        // Ends with the process, too.
        let orders = Task { for await line in lines { await link.receive(line) } }
        await link.perform(plan, share)
        orders.cancel()
    }

    func report(_ harvest: LoadHarvest) {
        send(.counted(harvest))
    }

    func finish(_ step: LoadWorkerMessage) async -> LoadCoordinatorMessage {
        send(step)
        return await next()
    }

    private func perform(_ plan: LoadPlan, _ share: LoadShare) async {
        guard case .begin(let tokens) = await next() else { return }
        let run = LoadRun(plan, share: share, tokens: tokens, coordination: self)
        self.run = run
        if isStopped { run.stop() }
        do {
            try await run.perform()
        } catch {
            send(.failed("\(error)"))
        }
    }

    private func receive(_ line: [UInt8]) {
        guard let message = try? LoadCoordinatorMessage(decoding: line) else {
            send(.failed("The coordinator of the test sent a line that cannot be read."))
            return
        }
        guard message != .stop else {
            isStopped = true
            run?.stop()
            return
        }
        if let waiting {
            self.waiting = nil
            waiting.resume(returning: message)
        } else {
            order = message
        }
    }

    /// The next order; a worker that waits for none gets it later.
    private func next() async -> LoadCoordinatorMessage {
        if let order {
            self.order = nil
            return order
        }
        return await withCheckedContinuation { waiting = $0 }
    }

    private func send(_ message: LoadWorkerMessage) {
        StandardStreams.output(message.encoded())
    }

    /// Reads standard input to its end.
    private static func readLines(_ take: ([UInt8]) -> Void) {
        var lines = LineBuffer(lineBytesMaximum: lineBytesMaximum)
        var bytes = [UInt8](repeating: 0, count: readBytes)
        while true {
            let count = bytes.withUnsafeMutableBytes {
                read(STDIN_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0, let whole = try? lines.append(Array(bytes[..<count])) else { return }
            for line in whole { take(line) }
        }
    }
}

import NIOCore

/// Runs the tasks of a stream of commands on an event loop.
///
/// What gRPC reads there is handled, and what is written there comes, without another thread being woken.
final class LoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    /// An executor on `eventLoop`.
    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

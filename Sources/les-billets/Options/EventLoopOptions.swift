import ArgumentParser
import NIOCore
import NIOPosix

/// How many threads hold a gateway's sockets.
struct EventLoopOptions: ParsableArguments {
    /// The number of threads.
    @Option(
        help: .setting(
            .eventLoops,
            "How many threads hold sockets. Fewer join more events in one write: gateways that share a machine "
                + "need no more together than it has cores.",
            value: "number",
            default: "as many as there are cores; in a cluster, its gateways share them"
        ),
        transform: EventLoopCount.init(parsing:)
    )
    var eventLoops: EventLoopCount?

    /// How many threads the command line or the environment wants; nil if they say nothing.
    ///
    /// - Throws: a `Complaint` if the environment makes no sense.
    static func number(_ given: EventLoopCount?, _ settings: Settings) throws -> Int? {
        try settings.value(given, .eventLoops)?.number
    }

    /// Gives the process so many threads, before the first of them is used.
    ///
    /// - Throws: a `Complaint` if what was said makes no sense.
    func apply(_ settings: Settings) throws {
        guard let number = try Self.number(eventLoops, settings) else { return }
        NIOSingletons.groupLoopCountSuggestion = number
    }
}

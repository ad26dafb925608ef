public import BilletsProcesses

/// Something that goes wrong, and where.
public enum Fault: Hashable, Sendable {
    /// A process is killed (SIGKILL), and started again.
    case kill(RigPost)

    /// A process hangs (SIGSTOP) for so long.
    case freeze(RigPost, Duration)

    /// A process is asked to end (SIGTERM), and started again.
    case terminate(RigPost)

    /// Something happens to Redis, for so long.
    case redis(RedisFault, Duration)

    /// Something happens to a road of a gateway, for so long.
    case road(Road, gateway: Int, RoadFault, Duration)

    /// So many messages are lost on their way to a gateway.
    case lostMessages(gateway: Int, count: Int)

    /// So many clients misbehave at a gateway, for so long.
    case clients(ClientFault, gateway: Int, count: Int, Duration)

    /// The disk of the process that has the database fails, for so long.
    case disk(DiskFault, RigPost, Duration)

    /// A process's clock is so many milliseconds wrong, for so long.
    case clock(RigPost, milliseconds: Int64, Duration)

    /// What it is called in a table.
    public var name: String {
        switch self {
        case .kill(let post): "SIGKILL of \(post.kind)"
        case .freeze(let post, _): "SIGSTOP and SIGCONT of \(post.kind)"
        case .terminate(let post): "SIGTERM of \(post.kind)"
        case .redis(let fault, _): fault.rawValue
        case .road(let road, _, let fault, _): "road between \(road.rawValue) \(fault.rawValue)"
        case .lostMessages: "PUBLISHed messages lost"
        case .clients(let fault, _, _, _): fault.rawValue
        case .disk(let fault, _, _): fault.sentence
        case .clock(let post, let milliseconds, _):
            "clock of \(post.kind) jumps \(milliseconds > 0 ? "forward" : "back")"
        }
    }

    /// What it is about, so that two faults at once do not undo each other.
    var victim: String {
        switch self {
        case .kill(let post), .terminate(let post): "\(post)"
        case .freeze(let post, _): "\(post)"
        case .redis: "\(RigPost.redis)"
        case .road(let road, let gateway, _, _): "\(road) of \(gateway)"
        case .lostMessages(let gateway, _): "messages of \(gateway)"
        case .clients(_, let gateway, _, _): "clients of \(gateway)"
        case .disk(_, let post, _): "disk of \(post)"
        case .clock(let post, _, _): "clock of \(post)"
        }
    }
}

extension DiskFault {
    /// What it is called in a table.
    fileprivate var sentence: String {
        switch self {
        case .none: "disk well"
        case .full: "disk full (ENOSPC)"
        case .sync: "fsync fails (EIO)"
        case .write: "writing fails (EIO)"
        case .read: "reading fails (EIO)"
        case .noGrowth: "files cannot grow (ENOSPC)"
        }
    }
}

import BilletsProcesses
import Glibc

/// Makes faults happen to a rig, and lifts them.
struct FaultInjector: Sendable {
    /// How many foreign payloads flood the channel.
    static let floodMaximum = 5_000

    /// What is broken.
    let rig: Rig

    /// Makes a fault happen, waits as long as it lasts, and lifts it.
    ///
    /// - Returns: once everything is as it was, and processes that had ended have been started again.
    func inject(_ fault: Fault) async throws {
        switch fault {
        case .kill(let post): try await kill(post)
        case .freeze(let post, let duration): try await freeze(post, duration)
        case .terminate(let post): try await terminate(post)
        case .redis(let fault, let duration): try await inject(fault, duration)
        case .road(let road, let gateway, let fault, let duration):
            if let proxy = proxy(of: road, rig.gateways[gateway]) {
                try await inject(fault, on: proxy, duration)
            }
        case .lostMessages(let gateway, let count):
            rig.gateways[gateway].redisRoad.dropMessages(count)
        case .clients(let fault, let gateway, let count, let duration):
            let crowd = Crowd(gateway: rig.gateways[gateway], token: rig.users[0].token)
            try await crowd.come(count, as: fault, for: duration)
        case .disk(let fault, let post, let duration):
            rig.disks[post]?.set(fault)
            await hold(duration)
            rig.disks[post]?.set(.none)
        case .clock(let post, let milliseconds, let duration):
            rig.disks[post]?.setClockError(.milliseconds(milliseconds))
            await hold(duration)
            rig.disks[post]?.setClockError(.zero)
        }
    }

    /// Lets a fault last; when another one at the same time went wrong, it is lifted at once.
    private func hold(_ duration: Duration) async {
        try? await Task.sleep(for: duration)
    }

    // MARK: Processes

    private func kill(_ post: RigPost) async throws {
        if let process = rig.process(at: post) {
            try process.start()
        } else {
            try await rig.redis.restart()
        }
    }

    private func freeze(_ post: RigPost, _ duration: Duration) async throws {
        send(SIGSTOP, to: post)
        await hold(duration)
        send(SIGCONT, to: post)
    }

    private func terminate(_ post: RigPost) async throws {
        guard let process = rig.process(at: post) else {
            rig.redis.send(SIGTERM)
            for _ in 0..<1000 where rig.redis.isAlive {
                try await Task.sleep(for: .milliseconds(10))
            }
            try await rig.redis.restart()
            return
        }
        let hasEndedByItself = await process.terminate()
        try process.start()
        guard hasEndedByItself else {
            throw RigTrouble("\(post) did not end in \(RigProcess.endPatience) after SIGTERM")
        }
    }

    private func send(_ signal: Int32, to post: RigPost) {
        if let process = rig.process(at: post) {
            process.send(signal)
        } else {
            rig.redis.send(signal)
        }
    }

    // MARK: Redis

    private func inject(_ fault: RedisFault, _ duration: Duration) async throws {
        let redis = rig.redis
        switch fault {
        case .subscribersKilled:
            try await redis.command("CLIENT", "KILL", "TYPE", "pubsub")
        case .paused:
            try await redis.command("CLIENT", "PAUSE", "\(duration.milliseconds)", "ALL")
            await hold(duration)
        case .flooded:
            try await flood()
        case .outOfMemory:
            try await redis.command("CONFIG", "SET", "maxmemory", "1", "maxmemory-clients", "1")
            await hold(duration)
            try await redis.command("CONFIG", "SET", "maxmemory", "0", "maxmemory-clients", "0")
        case .outputLimited:
            let limit = "client-output-buffer-limit"
            try await redis.command("CONFIG", "SET", limit, "pubsub 1 1 1")
            try await flood()
            try await redis.command("CONFIG", "SET", limit, "pubsub 64mb 16mb 30")
        }
    }

    /// Payloads of others on every channel that is subscribed to: no JSON, JSON of something else, and a large one.
    private func flood() async throws {
        let channels = try await rig.redis.command("PUBSUB", "CHANNELS", "les-billets:*")
        guard let channel = channels.split(separator: "\n").first.map(String.init) else { return }
        let payloads = [
            "nonsense", "{\"type\":\"Nothing\"}", "\u{7B}", String(repeating: "x", count: 4096),
            #"{"epoch":"00000000-0000-4000-8000-000000000000","revision":1,"mac":"00","event":{}}"#,
        ]
        let lines = (0..<Self.floodMaximum).map { number in
            RESPCommand.bytes(["PUBLISH", channel, payloads[number % payloads.count]])
        }
        try await rig.redis.command("--pipe", input: Array(lines.joined()))
    }

    // MARK: Roads

    private func proxy(of road: Road, _ gateway: RigGateway) -> RoadProxy? {
        switch road {
        case .clients: gateway.clientRoad
        case .redis: gateway.redisRoad
        case .store: gateway.storeRoad
        }
    }

    private func inject(
        _ fault: RoadFault,
        on proxy: RoadProxy,
        _ duration: Duration
    ) async throws {
        switch fault {
        case .cut:
            proxy.cut()
            return
        case .delayed: proxy.change(to: .delayed(.milliseconds(200)))
        case .frozen: proxy.change(to: .frozen)
        case .swallowing: proxy.change(to: .swallowing)
        case .refusing:
            proxy.change(to: .refusing)
            proxy.cut()
        }
        await hold(duration)
        proxy.change(to: .open)
    }
}

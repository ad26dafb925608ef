import BilletsLoad
import BilletsProcesses
import Foundation
import NIOPosix

/// Builds a rig: the database and its users, the roads, and then the processes.
struct RigBuilder: Sendable {
    /// What all users log in with.
    static let password = "chaos-password"

    /// What is built.
    let plan: RigPlan

    /// Where: an existing folder.
    let folder: String

    /// Builds it, and waits until it is ready.
    func build() async throws -> Rig {
        try await makeDatabase()
        let redis = try await RedisServer.start(
            configuration: ["client-output-buffer-limit pubsub 64mb 16mb 30"]
        )
        let disks = try makeDisks()
        let secret = folder + "/secret"
        try "\(UUID())\(UUID())".write(toFile: secret, atomically: true, encoding: .utf8)
        let storePort = try await FreePort.find()
        let store = try makeStore(port: storePort, secret: secret, disks)
        var gateways: [RigGateway] = []
        for index in 0..<plan.gateways {
            gateways.append(
                try await makeGateway(
                    index,
                    redisPort: Int(redis.port),
                    storePort: store == nil ? nil : storePort,
                    secret: secret,
                    disks
                )
            )
        }
        for gateway in gateways {
            try await Rig.waitUntilReady(gateway.directURL, Rig.readyPatience)
        }
        let users = try await logIn(at: gateways)
        return Rig(
            plan: plan,
            folder: folder,
            redis: redis,
            gateways: gateways,
            store: store,
            users: users,
            disks: disks
        )
    }

    private var program: String { ProgramFolder.path(of: "les-billets") }

    private var database: String { folder + "/tickets.db" }

    /// One user is added by the program; the others are copies, so that only one password has to be hashed.
    private func makeDatabase() async throws {
        _ = try await ProgramFolder.output(of: [program, "migrate", "--database", database])
        _ = try await ProgramFolder.output(
            of: [
                program, "user", "add", "user0@example.com", "--name", "User 0", "--store",
                "sqlite:\(database)",
            ],
            environment: ["LES_BILLETS_PASSWORD": Self.password]
        )
        for number in 1...plan.users {
            let id = UUID().uuidString.lowercased()
            _ = try await ProgramFolder.output(of: [
                "sqlite3", database,
                """
                INSERT INTO users (id, email, name, role, password_hash, created_at)
                SELECT '\(id)', 'user\(number)@example.com', 'User \(number)', role, password_hash, created_at
                FROM users WHERE email = 'user0@example.com'
                """,
            ])
        }
    }

    private func makeDisks() throws -> [RigPost: FaultyDisk] {
        guard FileManager.default.fileExists(atPath: FaultyDisk.libraryPath) else { return [:] }
        var disks: [RigPost: FaultyDisk] = [:]
        for post in plan.posts where post != .redis {
            let own = "\(folder)/\(post).disk"
            try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
            disks[post] = try FaultyDisk(of: database, in: own)
        }
        return disks
    }

    private func makeStore(
        port: Int,
        secret: String,
        _ disks: [RigPost: FaultyDisk]
    ) throws -> RigProcess? {
        guard plan.store == .remote else { return nil }
        let process = process(
            at: .store,
            ["store", "--database", database, "--listen", "127.0.0.1:\(port)"]
                + ["--lock-seconds", "\(plan.lockSeconds)"],
            secret: secret,
            disks
        )
        try process.start()
        return process
    }

    private func makeGateway(
        _ index: Int,
        redisPort: Int,
        storePort: Int?,
        secret: String,
        _ disks: [RigPost: FaultyDisk]
    ) async throws -> RigGateway {
        let group = MultiThreadedEventLoopGroup.singleton
        let port = try await FreePort.find()
        let clientRoad = try await RoadProxy.start(to: port, on: group)
        let redisRoad = try await RoadProxy.start(to: redisPort, dropsMessages: true, on: group)
        var storeRoad: RoadProxy?
        if let storePort { storeRoad = try await RoadProxy.start(to: storePort, on: group) }
        let store = storeRoad.map { "grpc://127.0.0.1:\($0.port)" } ?? "sqlite:\(database)"
        let process = process(
            at: .gateway(index),
            [
                "gateway", "--node", "\(RigPost.gateway(index))", "--listen", "127.0.0.1:\(port)",
                "--store", store, "--bus", "redis://127.0.0.1:\(redisRoad.port)", "--no-limits",
                "--lock-seconds", "\(plan.lockSeconds)",
            ],
            secret: secret,
            disks
        )
        try process.start()
        return RigGateway(
            index: index,
            port: port,
            process: process,
            clientRoad: clientRoad,
            redisRoad: redisRoad,
            storeRoad: storeRoad
        )
    }

    private func process(
        at post: RigPost,
        _ arguments: [String],
        secret: String,
        _ disks: [RigPost: FaultyDisk]
    ) -> RigProcess {
        var environment = [
            "LES_BILLETS_STORE_SECRET_FILE": secret, "LES_BILLETS_LOG_LEVEL": "info",
            // A crashing process that writes a backtrace keeps its sockets, and so its port, for seconds.
            "SWIFT_BACKTRACE": "enable=no",
        ]
        if let disk = disks[post] { environment.merge(disk.environment) { $1 } }
        return RigProcess(
            command: ["env"] + environment.map { "\($0)=\($1)" }.sorted() + [program] + arguments,
            output: "\(folder)/\(post).log"
        )
    }

    private func logIn(at gateways: [RigGateway]) async throws -> [RigUser] {
        let client = RigClient(url: gateways[0].directURL, patience: .seconds(60))
        var users: [RigUser] = []
        for number in 0...plan.users {
            users.append(
                try await client.logIn(
                    email: "user\(number)@example.com",
                    password: Self.password
                )
            )
        }
        return users
    }
}

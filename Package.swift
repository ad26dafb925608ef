// swift-tools-version: 6.2

import PackageDescription

/// The language settings of the house: what a target may see, it imports and declares by name.
let houseSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let collections = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let instrumentation = Target.Dependency.product(
    name: "Instrumentation",
    package: "swift-distributed-tracing"
)
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let serviceContext = Target.Dependency.product(
    name: "ServiceContextModule",
    package: "swift-service-context"
)
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
    name: "les-billets",
    products: [
        .executable(name: "les-billets", targets: ["les-billets"]),
        .executable(name: "billets-chaos", targets: ["billets-chaos"]),
        // For LD_PRELOAD in tests; nothing links it.
        .library(name: "DiskFaults", type: .dynamic, targets: ["DiskFaults"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", exact: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
        .package(url: "https://github.com/apple/swift-service-context", exact: "1.5.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/grpc/grpc-swift-2", exact: "2.4.3"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport", exact: "2.9.2"),
        .package(url: "https://github.com/grpc/grpc-swift-protobuf", exact: "2.4.1"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
    ],
    targets: [
        .systemLibrary(name: "CHiredis"),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CZlib"),
        .target(
            name: "BilletsDeflate",
            dependencies: ["CZlib"],
            swiftSettings: houseSettings + [.strictMemorySafety()]
        ),
        .target(name: "Billets", swiftSettings: houseSettings),
        .target(
            name: "BilletsWire",
            dependencies: ["Billets", crypto, instrumentation, serviceContext],
            swiftSettings: houseSettings
        ),
        .target(
            name: "BilletsMetrics",
            dependencies: [
                "Billets", lifecycle, logging, metrics, nioCore,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            swiftSettings: houseSettings
        ),
        .target(
            name: "BilletsStore",
            dependencies: [
                "Billets", "BilletsWire", crypto, logging, metrics,
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: houseSettings
        ),
        .target(
            name: "BilletsLink",
            dependencies: [
                "Billets", "BilletsWire", collections, crypto, instrumentation, lifecycle, logging,
                metrics, nioCore, nioPosix, serviceContext,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "GRPCCore", package: "grpc-swift-2"),
                .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
                .product(name: "GRPCProtobuf", package: "grpc-swift-protobuf"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Protocol"],
            swiftSettings: houseSettings
        ),
        .target(
            name: "BilletsBus",
            dependencies: [
                "Billets", "BilletsWire", "CHiredis", lifecycle, logging, metrics,
                .product(name: "DequeModule", package: "swift-collections"),
            ],
            swiftSettings: houseSettings + [.strictMemorySafety()]
        ),
        // A target of its own, since the compiler takes half a minute for so many bytes.
        .target(
            name: "BilletsDocuments",
            resources: [
                .embedInCode("asyncapi.json"), .embedInCode("docs.html"), .embedInCode("docs.js"),
                .embedInCode("docs-missing.html"), .embedInCode("openapi.json"),
            ],
            swiftSettings: houseSettings
        ),
        // The page of `GET /`, in a target of its own for the same reason.
        .target(
            name: "BilletsBoard",
            resources: [.embedInCode("Page")],
            swiftSettings: houseSettings
        ),
        .target(
            name: "BilletsGateway",
            dependencies: [
                "Billets", "BilletsBoard", "BilletsDeflate", "BilletsDocuments", "BilletsWire",
                collections, crypto, instrumentation, lifecycle, logging, metrics,
                serviceContext, nioCore, nioHTTP1, nioPosix, nioSSL, nioWebSocket,
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ],
            swiftSettings: houseSettings
        ),
        .target(
            name: "BilletsLoad",
            dependencies: [
                "Billets", "BilletsDeflate", "BilletsWire", collections, nioCore, nioHTTP1,
                nioPosix, nioSSL,
                nioWebSocket,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: houseSettings
        ),
        .executableTarget(
            name: "les-billets",
            dependencies: [
                "Billets", "BilletsBus", "BilletsGateway", "BilletsLink", "BilletsLoad",
                "BilletsMetrics", "BilletsStore", "BilletsWire", "CMalloc", lifecycle, logging,
                metrics, nioCore, nioPosix, nioSSL, subprocess,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: houseSettings
        ),
        .target(
            name: "BilletsContracts",
            dependencies: [
                "Billets", "BilletsLoad", "BilletsProcesses", "BilletsWire", logging, nioCore,
                nioHTTP1, nioPosix,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ],
            path: "Tests/BilletsContracts",
            swiftSettings: houseSettings
        ),
        .target(name: "BilletsSeeds", path: "Tests/Seeds", swiftSettings: houseSettings),
        .target(
            name: "BilletsFuzzing",
            dependencies: [
                "Billets", "BilletsDeflate", "BilletsGateway", "BilletsWire", nioCore, nioEmbedded,
                nioWebSocket,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
            ],
            path: "Tests/Fuzzing",
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "FuzzingTests",
            dependencies: ["BilletsFuzzing", "BilletsSeeds"],
            swiftSettings: houseSettings
        ),
        .target(
            name: "BilletsSimulation",
            dependencies: [
                "Billets", "BilletsGateway", "BilletsLoad", "BilletsSeeds", "BilletsWire", nioCore,
            ],
            path: "Tests/Simulation",
            swiftSettings: houseSettings
        ),
        .executableTarget(
            name: "billets-simulation",
            dependencies: [
                "BilletsSimulation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/SimulationProgram",
            swiftSettings: houseSettings
        ),
        .target(
            name: "BilletsProcesses",
            path: "Tests/Processes",
            swiftSettings: houseSettings
        ),
        .target(
            name: "BilletsChaos",
            dependencies: [
                "Billets", "BilletsDrills", "BilletsLoad", "BilletsProcesses", "BilletsSeeds",
                "BilletsWire", collections, nioCore, nioPosix, subprocess,
            ],
            path: "Tests/Chaos",
            swiftSettings: houseSettings
        ),
        .executableTarget(
            name: "billets-chaos",
            dependencies: [
                "BilletsChaos", "BilletsProcesses",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/ChaosProgram",
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "ChaosTests",
            dependencies: [
                "Billets", "BilletsChaos", "BilletsLoad", "BilletsProcesses", "BilletsSeeds",
                "BilletsWire",
                "les-billets", nioCore, nioPosix,
            ],
            swiftSettings: houseSettings
        ),
        // Never sanitized: it is loaded into programs that are not, too, such as sqlite3, env and setpriv.
        .target(
            name: "DiskFaults",
            path: "Tests/DiskFaults",
            cSettings: [.unsafeFlags(["-fno-sanitize=all"])]
        ),
        // Real clusters, and what is done to them: for tests, and for long runs.
        .target(
            name: "BilletsDrills",
            dependencies: [
                "Billets", "BilletsLoad", "BilletsProcesses", "BilletsWire", nioCore, nioPosix,
                subprocess,
            ],
            path: "Tests/Drills",
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "BilletsTests",
            dependencies: ["Billets", "BilletsSeeds"],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "BilletsDeflateTests",
            dependencies: ["BilletsDeflate", "BilletsSeeds"],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "BilletsWireTests",
            dependencies: ["Billets", "BilletsContracts", "BilletsSeeds", "BilletsWire"],
            exclude: ["Golden"],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "BilletsStoreTests",
            dependencies: [
                "Billets", "BilletsContracts", "BilletsStore", "BilletsWire", logging, subprocess,
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "BilletsLinkTests",
            dependencies: [
                "Billets", "BilletsContracts", "BilletsLink", "BilletsStore", "BilletsWire",
                lifecycle, logging, nioCore, nioPosix,
                .product(name: "GRPCCore", package: "grpc-swift-2"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "BilletsBusTests",
            dependencies: [
                "Billets", "BilletsBus", "BilletsContracts", "BilletsProcesses", "BilletsWire",
                lifecycle, logging,
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "BilletsGatewayTests",
            dependencies: [
                "Billets", "BilletsBoard", "BilletsContracts", "BilletsDeflate", "BilletsDocuments",
                "BilletsGateway", "BilletsLoad", "BilletsSeeds", "BilletsWire",
                .product(name: "HTTPTypes", package: "swift-http-types"), lifecycle, logging,
                metrics, nioCore, nioEmbedded, nioHTTP1, nioPosix, nioSSL, nioWebSocket,
                subprocess,
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "BilletsLoadTests",
            dependencies: [
                "Billets", "BilletsLoad", "BilletsSeeds", "BilletsWire", nioCore, nioWebSocket,
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "Billets", "BilletsContracts", "BilletsGateway", "BilletsLink", "BilletsLoad",
                "BilletsProcesses", "BilletsWire", "les-billets", logging, nioCore, nioPosix,
                subprocess,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "ClusterTests",
            dependencies: [
                "Billets", "BilletsBus", "BilletsContracts", "BilletsDrills", "BilletsGateway",
                "BilletsLoad", "BilletsMetrics", "BilletsProcesses", "BilletsStore", "BilletsWire",
                "les-billets",
                lifecycle, logging, nioPosix,
                subprocess,
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["BilletsSimulation", "billets-simulation", subprocess],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "StorageFaultTests",
            dependencies: [
                "Billets", "BilletsContracts", "BilletsLink", "BilletsProcesses", "BilletsSeeds",
                "BilletsStore",
                "BilletsWire", "les-billets", logging, subprocess,
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "BilletsMetricsTests",
            dependencies: ["BilletsMetrics", lifecycle, logging, metrics],
            swiftSettings: houseSettings
        ),
        .testTarget(name: "HouseTests", swiftSettings: houseSettings),
    ]
)

// The fuzzer's program, which can only be linked where `deploy/fuzz` builds everything with libFuzzer.
if Context.environment["LES_BILLETS_FUZZING"] != nil {
    package.targets.append(
        .executableTarget(
            name: "billets-fuzz",
            dependencies: ["BilletsFuzzing"],
            path: "Tests/FuzzingProgram",
            swiftSettings: houseSettings + [.unsafeFlags(["-parse-as-library"])],
            // gold stumbles over what libFuzzer's build leaves in the debugging information.
            linkerSettings: [.unsafeFlags(["-use-ld=lld"])]
        )
    )
}

// The micro benchmarks, which only `deploy/bench-micro` builds: their library brings packages that nobody else needs.
if Context.environment["LES_BILLETS_BENCHMARKS"] != nil {
    package.dependencies.append(
        .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: [])
    )
    package.targets.append(
        .executableTarget(
            name: "BilletsBenchmarks",
            dependencies: [
                "Billets", "BilletsDeflate", "BilletsGateway", "BilletsSeeds", "BilletsStore",
                "BilletsWire", logging, nioCore, nioEmbedded, nioWebSocket,
                .product(name: "Benchmark", package: "benchmark"),
            ],
            // The library looks for its targets in a folder of this name.
            path: "Tests/Benchmarks/BilletsBenchmarks",
            swiftSettings: houseSettings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    )
}

import Testing

/// Every foreign thing has one room, and a line of code knows its room by the foreign thing it touches.
@Suite struct WallTests {
    @Test func `SQL and SQLite are in the store only`() throws {
        let files = try House.sources(below: "Sources").filter { $0.target != "BilletsStore" }
        let sql =
            /\b(?:SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE|PRAGMA)\b/
        #expect(files.flatMap { $0.places(of: sql) } == [])
        #expect(files.filter { $0.imports.contains("GRDB") }.map(\.path) == [])
    }

    @Test func `Redis's library is in the bus only`() throws {
        let files = try House.sources(below: "Sources").filter { $0.imports.contains("CHiredis") }
        #expect(Set(files.map(\.target)) == ["BilletsBus"])
    }

    @Test func `zlib is in its own room only`() throws {
        let files = try House.sources(below: "Sources").filter { $0.imports.contains("CZlib") }
        #expect(Set(files.map(\.target)) == ["BilletsDeflate"])
    }

    @Test func `The heap is set up in one place`() throws {
        let files = try House.sources(below: "Sources").filter { $0.imports.contains("CMalloc") }
        #expect(files.map(\.path) == ["Sources/les-billets/Process/HeapLimits.swift"])
    }

    @Test func `gRPC is in the link only`() throws {
        let files = try House.sources(below: "Sources")
            .filter { $0.imports.contains { $0.hasPrefix("GRPC") || $0 == "SwiftProtobuf" } }
        #expect(Set(files.map(\.target)) == ["BilletsLink"])
    }

    @Test func `JSON is read and written in the wire's folder JSON only`() throws {
        let words = /\b(?:JSONEncoder|JSONDecoder|JSONSerialization|Codable|Decodable|Encodable)\b/
        let places = try House.sources(below: "Sources")
            .filter { !$0.path.hasPrefix("Sources/BilletsWire/JSON/") }
            .flatMap { $0.places(of: words) }
        #expect(places == [])
    }

    @Test func `The environment is read in one place`() throws {
        let words =
            /getenv|\.environment\b.*ProcessInfo|ProcessInfo.*\.environment\b|EnvironmentVariablesProvider\(/
        let places = try House.sources(below: "Sources")
            .filter { $0.path != "Sources/les-billets/Options/Settings.swift" }
            .flatMap { $0.places(of: words) }
        #expect(places == [])
    }

    @Test func `Imports look down only, and rooms of one floor never see each other`() throws {
        let floors: [[String]] = [
            ["Billets", "BilletsBoard", "BilletsDeflate", "BilletsDocuments"],
            ["BilletsMetrics", "BilletsWire"],
            ["BilletsStore", "BilletsLink", "BilletsBus", "BilletsGateway", "BilletsLoad"],
            ["les-billets"],
        ]
        let rooms = Set(floors.joined())
        for (height, floor) in floors.enumerated() {
            let below = Set(floors[..<height].joined())
            for file in try House.sources(below: "Sources") where floor.contains(file.target) {
                let forbidden = rooms.intersection(file.imports).subtracting(below)
                #expect(forbidden == [], "\(file.path)")
            }
        }
        #expect(try Set(House.sources(below: "Sources").map(\.target)).subtracting(rooms) == [])
    }

    @Test func `Nothing foreign is on the ground floor`() throws {
        let files = try House.sources(below: "Sources/Billets")
        let libraries: Set = ["Foundation", "FoundationEssentials", "Synchronization"]
        #expect(Set(files.flatMap(\.imports)).subtracting(libraries) == [])
        // The normalisation of texts is nowhere else.
        let whole = files.filter { $0.imports.contains("Foundation") }.map(\.path)
        #expect(whole == ["Sources/Billets/String+NormalizationForms.swift"])
    }
}

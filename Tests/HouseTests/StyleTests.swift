import Testing

@Suite struct StyleTests {
    /// The longest file, in lines.
    private static let fileLinesMaximum = 500

    /// The longest function, in lines.
    private static let functionLinesMaximum = 60

    @Test func `No file is longer than it should be`() throws {
        let long = try House.sources(below: "Sources", "Tests")
            .filter { $0.lines.count > Self.fileLinesMaximum + 1 }
        #expect(long.map { "\($0.path): \($0.lines.count)" } == [])
    }

    @Test func `No function is longer than it should be`() throws {
        var long: [String] = []
        for file in try House.sources(below: "Sources", "Tests") {
            let lines = file.lines
            for (start, line) in lines.enumerated() where line.contains(Self.functionStart) {
                // A requirement of a protocol has no body.
                let declaration = lines[start...].prefix { !$0.isEmpty }
                guard declaration.contains(where: { $0.contains("{") }) else { continue }
                let indentation = line.prefix { $0 == " " }
                // swift-format puts the brace that closes a function below its first letter.
                let end = lines[start...].firstIndex { $0 == indentation + "}" } ?? start
                if end - start >= Self.functionLinesMaximum {
                    long.append("\(file.path):\(start + 1)")
                }
            }
        }
        #expect(long == [])
    }

    @Test func `A file holds one type, and is called after it`() throws {
        for file in try House.sources(below: "Sources", "Tests") {
            let types = file.types
            #expect(types.count <= 1, "\(file.path): \(types)")
            if let type = types.first {
                #expect(file.name.prefix { $0 != "+" } == type, "\(file.path)")
            }
        }
    }

    @Test func `Nothing is left undone, and nothing crashes on purpose`() throws {
        let words = /\b(TODO|FIXME|XXX|HACK)\b|\bfatalError\(|\btry!|\bas!/
        let files = try House.sources(below: "Sources", "Tests")
        for file in files {
            let places = file.lines.enumerated().filter { $0.element.contains(words) }
            #expect(places.map { "\(file.path):\($0.offset + 1)" } == [])
        }
    }

    @Test func `Who tells the compiler not to look writes down why it is right`() throws {
        let words = /@unchecked Sendable|nonisolated\(unsafe\)|@preconcurrency/
        for file in try House.sources(below: "Sources", "Tests") {
            for (number, line) in file.code where line.contains(words) {
                let comment = file.comment(above: number)
                #expect(comment.contains("Invariant: "), "\(file.path):\(number)")
            }
        }
    }

    @Test func `A task of its own says who ends it`() throws {
        for file in try House.sources(below: "Sources") {
            for (number, line) in file.code where line.contains(/\bTask(\.detached)?(\(.*\))? \{/) {
                #expect(!file.comment(above: number).isEmpty, "\(file.path):\(number)")
            }
        }
    }

    // Invariant: a regular expression is not changed after it was made; it merely is not declared
    // Sendable.
    nonisolated(unsafe) private static let functionStart =
        /^ *(?:@?[\w()]+ )*(?:func .*|init[?(<].*|deinit |subscript.*)/
}

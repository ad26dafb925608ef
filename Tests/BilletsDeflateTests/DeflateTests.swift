import BilletsDeflate
import Testing

@Suite("Deflater and inflater")
struct DeflateTests {
    private let deflater = Deflater()
    private let inflater = Inflater(messageBytesMaximum: 64 * 1024)

    @Test(
        "A message comes out as it went in, shorter on its way, whatever came before it",
        arguments: [Deflater.Effort.quick, .thorough]
    )
    func roundTrip(_ effort: Deflater.Effort) throws {
        let deflater = Deflater(effort)
        for (index, bytes) in [300, 60_000, 70, 5_000, 65_000, 257, 1_000].enumerated() {
            let text = Corpus.text(bytes: bytes, seed: UInt64(index))
            let deflated = try #require(deflater.deflate(text))
            #expect(deflated.count < text.count)
            #expect(try inflater.inflate(Array(deflated)) == text)
        }
    }

    @Test("The same message is always the same bytes: nothing is remembered of the one before")
    func noTakeover() throws {
        let text = Corpus.text(bytes: 500)
        let first = try #require(deflater.deflate(text).map(Array.init))
        #expect(deflater.deflate(Corpus.text(bytes: 9_000, seed: 2)) != nil)
        #expect(deflater.deflate(text).map(Array.init) == first)
        #expect(Deflater().deflate(text).map(Array.init) == first)
    }

    @Test("What would not become shorter is not compressed, and what comes next is not spoiled")
    func incompressible() throws {
        for bytes in [0, 1, 2, 3, 100, 10_000] {
            #expect(deflater.deflate(Corpus.noise(bytes: bytes)) == nil)
        }
        let text = Corpus.text(bytes: 500)
        let deflated = try #require(deflater.deflate(text))
        #expect(try inflater.inflate(Array(deflated)) == text)
    }

    @Test("Two outcomes can be held at once")
    func twoOutcomes() throws {
        let texts = [Corpus.text(bytes: 400), Corpus.text(bytes: 800, seed: 9)]
        let deflated = texts.compactMap { deflater.deflate($0) }
        #expect(try deflated.map { try inflater.inflate(Array($0)) } == texts)
    }

    @Test(
        "RFC 7692's examples: a block, one that calls itself final, two blocks, stored, and empty"
    )
    func examples() throws {
        let hello = Array("Hello".utf8)
        for deflated: [UInt8] in [
            [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00],
            [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00],
            [0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00],
            [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00],
        ] { #expect(try inflater.inflate(deflated) == hello) }
        #expect(try inflater.inflate([0x00]) == [])
        #expect(try inflater.inflate([]) == [])
    }

    @Test(
        "A message may inflate to its limit, and not to a byte more",
        arguments: [1, 100, 65_536]
    )
    func limit(_ maximum: Int) throws {
        let inflater = Inflater(messageBytesMaximum: maximum)
        let most = [UInt8](repeating: 0x61, count: maximum)
        #expect(try inflater.inflate(Corpus.stored(most)) == most)
        #expect(throws: Inflater.Failure.tooLarge) {
            try inflater.inflate(Corpus.stored(most + [0x61]))
        }
        #expect(try inflater.inflate(Corpus.stored(most)) == most)
        guard maximum > 20 else { return }
        let deflated = try #require(deflater.deflate(most).map(Array.init))
        #expect(try inflater.inflate(deflated) == most)
        let more = try #require(deflater.deflate(most + [0x61]).map(Array.init))
        #expect(throws: Inflater.Failure.tooLarge) { try inflater.inflate(more) }
    }

    @Test("A few bytes that would become millions are found out")
    func bomb() throws {
        let bomb = try #require(deflater.deflate([UInt8](repeating: 0x20, count: 10_000_000)))
        #expect(bomb.count < 64 * 1024)
        #expect(throws: Inflater.Failure.tooLarge) { try inflater.inflate(Array(bomb)) }
    }

    @Test("What is no DEFLATE is invalid, and spoils nothing")
    func invalid() throws {
        let text = Corpus.text(bytes: 500)
        let good = try #require(deflater.deflate(text).map(Array.init))
        for bad: [UInt8] in [
            // A kind of block that there is not, a length that its complement belies, a reference to before the start.
            [0x07], [0x00, 0x05, 0x00, 0x05, 0x00], [0x02, 0x82, 0x00],
        ] {
            #expect(throws: Inflater.Failure.invalid) { try inflater.inflate(bad) }
            #expect(try inflater.inflate(good) == text)
        }
    }

    @Test("A message that breaks off anywhere is invalid")
    func truncated() throws {
        let deflated = try #require(deflater.deflate(Corpus.text(bytes: 300)).map(Array.init))
        for length in 1..<(deflated.count - 1) {
            #expect(throws: Inflater.Failure.invalid) {
                try inflater.inflate(Array(deflated[..<length]))
            }
        }
    }

    @Test("A message cannot look back into the one before it, which was somebody else's")
    func noLookingBack() throws {
        let secret = Array("the secret of somebody else".utf8)
        #expect(try inflater.inflate(Corpus.stored(secret)) == secret)
        // A fixed block: a match of length 3 at distance 4, and the end (RFC 1951, sections 3.2.5 and 3.2.6).
        #expect(throws: Inflater.Failure.invalid) {
            try inflater.inflate([0x02, 0x62, 0x00, 0x00])
        }
        // The same behind a final block, with which a stream begins anew.
        #expect(throws: Inflater.Failure.invalid) {
            try inflater.inflate([0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x02, 0x62, 0x00, 0x00])
        }
    }

    @Test("Our messages refer back no further than we say, whatever they are")
    func window() throws {
        // The same noise again, further away than the window: no window of ours finds it.
        let block = Corpus.noise(bytes: 1 << Deflater.windowBits)
        let twice = block + block
        let deflated = deflater.deflate(twice)
        #expect((deflated?.count ?? twice.count) > twice.count * 9 / 10)
    }
}

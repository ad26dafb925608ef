import Billets
import BilletsSeeds
import Testing

/// What is read and written of W3C Trace Context.
@Suite struct TraceContextTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let span = "b7ad6b7169203331"

    @Test(arguments: ["00", "01"]) func `A traceparent is read and written again`(flags: String)
        throws
    {
        let text = "00-\(Self.trace)-\(Self.span)-\(flags)"
        let context = try #require(TraceContext(traceparent: text))
        #expect(context.traceID == Self.trace)
        #expect(context.spanID == Self.span)
        #expect(context.isSampled == (flags == "01"))
        #expect(context.traceparent == text)
    }

    @Test func `A version to come is read as far as this one goes`() throws {
        let context = try #require(
            TraceContext(traceparent: "cc-\(Self.trace)-\(Self.span)-03-what-the-future-holds")
        )
        #expect(context.traceparent == "00-\(Self.trace)-\(Self.span)-01")
    }

    @Test(arguments: [
        "", "00", "00-\(trace)-\(span)", "00-\(trace)-\(span)-01-more", "ff-\(trace)-\(span)-01",
        "00-\(trace.uppercased())-\(span)-01", "00-00000000000000000000000000000000-\(span)-01",
        "00-\(trace)-0000000000000000-01", "00-\(trace)-\(span)-0", "00-\(trace)-\(span)-xx",
        "0-\(trace)-\(span)-01", "00-\(trace.dropLast())-\(span)-01", "00-\(trace)-\(span)é-01",
    ])
    func `Anything else is ignored`(text: String) {
        #expect(TraceContext(traceparent: text) == nil)
    }

    @Test func `The next step belongs to the same trace`() throws {
        var generator = SeededGenerator(seed: 7)
        let first = TraceContext(using: &generator)
        let second = first.next(using: &generator)
        #expect(second.traceID == first.traceID)
        #expect(second.spanID != first.spanID)
        #expect(TraceContext(traceparent: second.traceparent) == second)
    }
}

import BilletsLoad
import BilletsWire
import Foundation
import FoundationXML
import Testing

@Suite struct LatencyPlotTests {
    /// The names of the elements of a document, in order.
    private func elements(of text: String) throws -> [String] {
        let reader = Reader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        return reader.names
    }

    @Test func `The picture is well-formed, and has a curve for each thing that was measured`()
        throws
    {
        let names = try elements(of: LatencyPlot(ReportFixture.good).svg)
        #expect(names.first == "svg")
        // Events, answers and connecting; p50, p99 and max over time.
        #expect(names.filter { $0 == "polyline" }.count == 6)
    }

    @Test func `A test in which nothing was measured has a picture, too`() throws {
        let names = try elements(of: LatencyPlot(LoadReport()).svg)
        #expect(names.first == "svg")
    }

    @Test func `What must be escaped is`() throws {
        var report = ReportFixture.good
        report.scenario = "a < b & \"c\""
        let text = LatencyPlot(report).svg
        _ = try elements(of: text)
        #expect(text.contains("a &lt; b &amp; &quot;c&quot;"))
    }

    @Test func `Points lie within the picture, and a longer time is higher up`() throws {
        let text = LatencyPlot(ReportFixture.good).svg
        let lines = text.matches(of: /points="([^"]*)"/).map { match in
            match.1.split(separator: " ").map { pair in
                pair.split(separator: ",").compactMap { Double($0) }
            }
        }
        let first = try #require(lines.first)
        for point in lines.joined() {
            #expect(point.count == 2)
            #expect((0...900).contains(point[0]))
            #expect((0...670).contains(point[1]))
        }
        // Rounded to a tenth of a pixel, neighbours may be at one height.
        #expect(zip(first, first.dropFirst()).allSatisfy { $0[0] <= $1[0] && $0[1] >= $1[1] })
        let lowest = try #require(first.first)
        let highest = try #require(first.last)
        #expect(lowest[1] > highest[1] + 1)
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var names: [String] = []

        func parser(
            _ parser: XMLParser,
            didStartElement elementName: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String]
        ) {
            names.append(elementName)
        }
    }
}

import BilletsWire
import Testing

@Suite struct ClusterStatusTests {
    private static let line =
        #"{"ready":true,"url":"http://127.0.0.1:8080","gateways":[{"node":"gateway-1","url":"#
        + #""http://127.0.0.1:10001","pid":11},{"node":"gateway-2","url":"http://127.0.0.1:10002","#
        + #""pid":12}],"store":null,"redis":{"port":10000,"pid":9},"balancer":{"pid":13},"#
        + #""database":"/tmp/a \"folder\"/tickets.db"}"#

    @Test func `A status is one line of JSON with its keys in order, and is read back the same`()
        throws
    {
        let status = try ClusterStatus(decoding: Self.line.utf8)
        #expect(String(decoding: status.encoded(), as: UTF8.self) == Self.line)
        #expect(status.gateways.last?.member.pid == 12)
        #expect(status.store == nil)
    }

    @Test func `The store process stands in the line when there is one`() throws {
        let store = #""store":{"url":"grpc://127.0.0.1:7","pid":8}"#
        let line = Self.line.replacing(#""store":null"#, with: store)
        let status = try ClusterStatus(decoding: line.utf8)
        #expect(status.store == ClusterStatus.Member(url: "grpc://127.0.0.1:7", pid: 8))
        #expect(String(decoding: status.encoded(), as: UTF8.self) == line)
    }

    @Test(arguments: ["", "{}", "[]", "ready", #"{"ready":true,"url":"http://x"}"#])
    func `Another line is no status`(line: String) {
        #expect(throws: DecodingError.self) { try ClusterStatus(decoding: line.utf8) }
    }
}

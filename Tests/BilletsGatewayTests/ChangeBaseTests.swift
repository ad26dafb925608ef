import BilletsWire
import Testing

@testable import BilletsGateway

@Suite("ChangeBase")
struct ChangeBaseTests {
    private func base(_ version: Int64?, _ fields: String...) -> ChangeBase? {
        try? ChangeBase(version, ifMatch: fields)
    }

    @Test("The version stands in the body, in If-Match, or in both")
    func version() {
        #expect(base(7) == .version(7))
        #expect(base(nil, "\"7\"") == .version(7))
        #expect(base(7, "\"7\"") == .version(7))
        #expect(base(7, "*") == .version(7))
        #expect(base(nil) == nil)
        #expect(base(7, "\"8\"") == nil)
        #expect(base(7, "\"8\", \"9\"") == nil)
    }

    @Test("A list is read over several fields, with whatever white space and empty elements")
    func list() {
        #expect(base(nil, "\"1\", \"2\"") == .anyOf([1, 2]))
        #expect(base(nil, "\"1\"", "\"2\"") == .anyOf([1, 2]))
        #expect(base(nil, " ,\t\"1\" ,, \"2\", ") == .anyOf([1, 2]))
        #expect(base(2, "\"1\", \"2\"") == .version(2))
        #expect(base(nil, "\"a,b\", \"2\"") == .anyOf([2]))
    }

    @Test("Any version will do for *")
    func any() {
        #expect(base(nil, "*") == .current)
        #expect(base(nil, " * ") == .current)
        #expect(base(nil, "*", "\"1\"") == nil)
    }

    @Test("Weak tags match nothing, and neither do tags that are no version")
    func weak() {
        #expect(base(nil, "W/\"1\"") == .anyOf([]))
        #expect(base(1, "W/\"1\"") == .anyOf([]))
        #expect(base(nil, "W/\"1\", \"2\"") == .anyOf([2]))
        #expect(base(nil, "\"x\"") == .anyOf([]))
        #expect(base(nil, "\"01\"") == .anyOf([]))
        #expect(base(nil, "\"+1\"") == .anyOf([]))
        #expect(base(nil, "\"\"") == .anyOf([]))
    }

    @Test(
        "What is no list of tags is refused",
        arguments: [
            "", " ", ",", "1", "\"", "\"1", "1\"", "w/\"1\"", "W/", "\"1\" \"2\"", "\"1\"2",
            "\"a b\"",
            "**",
        ]
    )
    func noList(_ field: String) {
        #expect(base(nil, field) == nil)
    }
}

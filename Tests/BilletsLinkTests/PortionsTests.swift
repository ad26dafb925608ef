import Testing

@testable import BilletsLink

@Suite("Array.portions")
struct PortionsTests {
    @Test(
        "Portions keep the order, lose nothing, and none but an oversized element exceeds the bound"
    )
    func portions() {
        let sizes = [1, 2, 3, 10, 1, 1, 1, 1]
        let portions = sizes.portions(bytesMaximum: 4) { $0 }
        #expect(portions.map(Array.init) == [[1, 2, 3], [10], [1, 1, 1, 1]])
        #expect([Int]().portions(bytesMaximum: 4) { $0 }.isEmpty)
    }
}

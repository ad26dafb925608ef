import Testing

@testable import les_billets

@Suite struct InstallationTests {
    @Test func `An installed program looks beside its bin, then for a checkout around it`() {
        #expect(
            Installation.layouts(of: "/opt/tool/bin/les-billets") == [
                .installed("/opt/tool/share/les-billets"), .checkout("/opt/tool/bin"),
                .checkout("/opt/tool"), .checkout("/opt"),
            ]
        )
    }

    @Test func `A program that was built looks for its checkout`() {
        #expect(
            Installation.layouts(of: "/home/x/.build/debug/les-billets") == [
                .checkout("/home/x/.build/debug"), .checkout("/home/x/.build"),
                .checkout("/home/x"), .checkout("/home"),
            ]
        )
    }

    @Test func `A program in the bin of the root looks in its share`() {
        #expect(
            Installation.layouts(of: "/bin/les-billets").first == .installed("/share/les-billets")
        )
    }

    @Test func `A checkout that is named is the same as one that is found`()
        throws
    {
        let found = try Installation.find(Settings([:]))
        let named = try Installation.find(Settings(["LES_BILLETS_SHARE": found.share]))
        #expect(found.swaggerUI.hasSuffix("/.build/share/swagger-ui"))
        #expect(named == found)
    }
}

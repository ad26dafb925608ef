import BilletsWire
import Glibc
import Testing

@testable import BilletsStore

@Suite struct DatabaseUsersTests {
    @Test
    func `Whoever keeps others from writing for long is wrong, and named as a process that hangs`()
        throws
    {
        let folder = try TemporaryFolder()
        let file = try DatabaseFile(path: folder.database)
        try file.create()
        #expect(DatabaseUsers(of: file).finding().verdict == .ok)
        // Each descriptor excludes every other, also in the same process (flock(2)).
        let lock = open(file.path + "-writer.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(lock) }
        try #require(flock(lock, LOCK_EX) == 0)
        let finding = DatabaseUsers(of: file).finding()
        #expect(finding.verdict == .wrong)
        #expect(finding.sentence.contains("hangs"))
        flock(lock, LOCK_UN)
        #expect(DatabaseUsers(of: file).finding().verdict == .ok)
    }
}

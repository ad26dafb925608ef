import BilletsWire
import Testing

@testable import BilletsStore

@Suite struct FileGroundTests {
    private static let mounts = """
        22 28 0:21 / /proc rw,nosuid - proc proc rw
        28 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
        29 28 0:25 / /data rw shared:2 - nfs4 server:/export rw
        30 29 254:2 / /data/local rw - xfs /dev/vdb rw
        31 28 0:26 / /my\\040disk rw - cifs //server/share rw
        32 28 0:27 / /stacked rw - ext4 /dev/vdc rw
        33 28 0:28 / /stacked rw - tmpfs tmpfs rw

        """

    @Test(
        "The innermost mount counts, and of several at one place the last",
        arguments: [
            ("/home/a.db", "ext4"), ("/data/a.db", "nfs4"), ("/data/local/a.db", "xfs"),
            ("/database/a.db", "ext4"), ("/my disk/a.db", "cifs"), ("/stacked/a.db", "tmpfs"),
        ]
    )
    func innermost(_ path: String, _ type: String) {
        #expect(FileGround.type(of: path, in: Self.mounts) == type)
    }

    @Test func `Without a list of mounts nothing is known`() {
        #expect(FileGround.type(of: "/a", in: "") == nil)
        #expect(FileGround.type(of: "/a", in: "nonsense\n1 2 3 4 5 6 7\n") == nil)
    }

    @Test func `What other machines may write is wrong, what does not last is a warning`() {
        func verdict(_ type: String) -> Finding.Verdict {
            FileGround.kind(of: type).finding(about: "/a").verdict
        }
        for type in ["nfs", "nfs4", "cifs", "smb3", "ceph"] { #expect(verdict(type) == .wrong) }
        for type in ["tmpfs", "overlay", "9p", "fuse.sshfs", "fuseblk"] {
            #expect(verdict(type) == .warning)
        }
        for type in ["ext4", "xfs", "btrfs", "zfs"] { #expect(verdict(type) == .ok) }
    }

    @Test func `Little room is a warning, and hardly any is wrong`() {
        #expect(FileGround.finding(room: FileGround.roomWarning).verdict == .ok)
        #expect(FileGround.finding(room: FileGround.roomWarning - 1).verdict == .warning)
        #expect(FileGround.finding(room: FileGround.roomMinimum - 1).verdict == .wrong)
    }
}

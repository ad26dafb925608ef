/// When a socket was opened and last heard of, in seconds of its loop; decides what is due.
struct SocketWatch {
    private let openedAtSecond: UInt32
    private var heardAtSecond: UInt32

    /// A socket that is opened in this second.
    init(openedAt second: UInt32) {
        openedAtSecond = second
        heardAtSecond = second
    }

    /// The client said something.
    mutating func heard(at second: UInt32) {
        heardAtSecond = second
    }

    /// Whether the client has been silent for so long that it is given up.
    func isSilent(at second: UInt32, _ limits: SocketLimits) -> Bool {
        second - heardAtSecond >= limits.silenceSecondsMaximum
    }

    /// Whether the client is to be sent a ping.
    func isPingDue(at second: UInt32, _ limits: SocketLimits) -> Bool {
        let age = Int(second - openedAtSecond)
        return age > 0 && age.isMultiple(of: limits.pingSeconds)
    }
}

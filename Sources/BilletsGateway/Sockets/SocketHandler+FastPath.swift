/// Its way onto the fast path, and off it.
extension SocketHandler {
    /// Lets the next changes come straight from the pass, if nothing must be done about them here.
    func joinFastPath() {
        guard let through = stream.liveThrough, let descriptor = phase.outlet?.clearDescriptor
        else {
            return
        }
        group.joinFastPath(self, descriptor, through: through)
    }

    /// Wants to be offered the next changes.
    func leaveFastPath() {
        if let through = group.leaveFastPath(self) { stream.moveOn(to: through) }
    }
}

package import Billets

/// The names of nodes that are in use at one store, and the processes that hold them.
///
/// A value without I/O.
package struct NodeRegistry {
    private struct Holder {
        let id: NodeInstanceID

        /// More than one while the loss of an earlier connection of the process has not been noticed.
        var registrations: Int

        var heardAt: Timestamp
    }

    private var holders: [String: Holder] = [:]

    /// A registry without names.
    package init() {}

    /// Gives the name to `instance`, unless another process holds it that has been heard of lately.
    ///
    /// A process may register several times; it holds the name until each registration has been taken back.
    package mutating func register(
        _ instance: NodeInstance,
        at now: Timestamp
    ) -> NodeRegistration {
        guard var holder = holders[instance.node] else {
            holders[instance.node] = Holder(id: instance.id, registrations: 1, heardAt: now)
            return .registered
        }
        if holder.id == instance.id {
            holder.registrations += 1
            holder.heardAt = now
            holders[instance.node] = holder
            return .registered
        }
        // After the clock was set back, the silence counts from now on.
        holder.heardAt = min(holder.heardAt, now)
        let silence = Duration.milliseconds(now.milliseconds(since: holder.heardAt))
        guard silence >= PresenceReport.silenceMaximum else {
            holders[instance.node] = holder
            return .taken(silence: silence)
        }
        holders[instance.node] = Holder(id: instance.id, registrations: 1, heardAt: now)
        return .registered
    }

    /// Takes one registration of `instance` back.
    ///
    /// - Returns: whether the name is free now.
    package mutating func unregister(_ instance: NodeInstance) -> Bool {
        guard var holder = holders[instance.node] else { return true }
        guard holder.id == instance.id else { return false }
        holder.registrations -= 1
        holders[instance.node] = holder.registrations > 0 ? holder : nil
        return holder.registrations == 0
    }

    /// Notes that the sender of a report lives.
    ///
    /// - Throws: `unavailable` if the sender does not hold the name: what it reports must be ignored.
    package mutating func hear(_ report: PresenceReport, at now: Timestamp) throws(Rejection) {
        let holder = holders[report.node]
        guard holder?.id == report.instance else { throw Rejection(unregistered: report.node) }
        holders[report.node]?.heardAt = now
    }
}

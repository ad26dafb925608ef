/// Who restarts the gateways of a cluster.
public enum RollingManner: Hashable, Sendable {
    /// Somebody who ends one process after the other, and waits for the cluster to make another.
    case killing

    /// The cluster itself, whom `deploy/roll` asks for it.
    case rolling
}

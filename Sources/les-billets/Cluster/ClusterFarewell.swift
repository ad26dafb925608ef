/// A cluster on its way out.
struct ClusterFarewell: Hashable, Sendable {
    /// The order in which posts end: each step waits for the one before.
    enum Step: Int, CaseIterable, Hashable, Sendable {
        /// The balancer takes nobody new, and the gateways say goodbye to their clients.
        case gateways

        /// The balancer, whose last connections are gone with the gateways.
        case balancer

        /// The store process.
        case store

        /// The bus.
        case redis

        /// The step after this one; nil after the last.
        var next: Step? {
            Step(rawValue: rawValue + 1)
        }

        /// How long its posts may take before they are killed, if gateways give their clients `drain` to go.
        ///
        /// The others have nothing left to do by then.
        func patience(drain: Duration) -> Duration {
            switch self {
            case .gateways: drain + ServiceProcess.endMaximum + .seconds(5)
            case .balancer, .store, .redis: .seconds(5)
            }
        }

        /// Whether `post` ends in this step.
        func concerns(_ post: ClusterPost) -> Bool {
            switch post {
            case .gateway, .trialGateway: self == .gateways
            case .balancer: self == .balancer
            case .store: self == .store
            case .redis: self == .redis
            }
        }
    }

    /// Why the cluster ends.
    let outcome: ClusterOutcome

    /// Who is ending now; nil when everybody is being killed at once.
    var step: Step?
}

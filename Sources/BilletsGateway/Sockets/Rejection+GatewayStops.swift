import Billets

extension Rejection {
    /// What is answered to commands that this gateway takes no more.
    static let gatewayStops = Rejection(
        .unavailable,
        "This gateway stops: send this again, with the same requestId, to another one."
    )
}

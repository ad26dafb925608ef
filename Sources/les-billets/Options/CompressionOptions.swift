import ArgumentParser
import BilletsGateway

/// Whether a gateway compresses.
struct CompressionOptions: ParsableArguments {
    /// Whether clients that offer compression get it.
    @Option(
        help: .setting(
            .compression,
            "Whether sockets whose clients offer permessage-deflate get it, on or off: events then take half the "
                + "bytes, and loading the board a fifth, for 9 µs of work for each event, once for all sockets.",
            value: "on|off",
            default: SocketCompression.on.rawValue
        ),
        transform: SocketCompression.init(parsing:)
    )
    var compression: SocketCompression?

    /// Tells a gateway what the command line and the environment say.
    ///
    /// - Throws: a `Complaint` if the environment makes no sense.
    func apply(to configuration: inout GatewayConfiguration, _ settings: Settings) throws {
        if let compression = try settings.value(compression, .compression) {
            configuration.compression = compression
        }
    }
}

public import Billets
public import BilletsLoad

/// What one answer to GetTickets, and the events behind it, looked like to a client.
public struct StreamRecord: Hashable, Sendable {
    /// The gateway, from 0 on.
    public let gateway: Int

    /// Where it began.
    public let start: StreamStart

    /// The events, in the order in which they came.
    public var events: [TicketEvent]

    /// A stream.
    public init(gateway: Int, start: StreamStart, events: [TicketEvent]) {
        self.gateway = gateway
        self.start = start
        self.events = events
    }

    /// The streams of one socket.
    public static func streams(of observation: Observation, gateway: Int) -> [StreamRecord] {
        let starts = observation.streams
        return starts.enumerated().map { index, start in
            let end =
                index + 1 < starts.count
                ? starts[index + 1].eventsBefore : observation.events.count
            return StreamRecord(
                gateway: gateway,
                start: start,
                events: Array(observation.events[start.eventsBefore..<end])
            )
        }
    }
}

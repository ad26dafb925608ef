import Billets
import BilletsSeeds
import BilletsWire
import Foundation
import Testing

@Suite("Timestamp, RFC 3339")
struct TimestampRFC3339Tests {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    private static func foundation(_ time: Timestamp) -> String {
        Date(timeIntervalSince1970: Double(time.millisecondsSinceEpoch) / 1000).formatted(style)
    }

    /// Leap days, the ends of years and centuries, moments before 1970, and the first and last of all.
    private static let texts = [
        "1970-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00.001Z",
        "2000-02-28T23:59:59.999Z", "2000-02-29T00:00:00.000Z", "2000-03-01T00:00:00.000Z",
        "2024-02-29T12:00:00.500Z", "2024-12-31T23:59:59.999Z", "2025-01-01T00:00:00.000Z",
        "1900-02-28T23:59:59.999Z", "1900-03-01T00:00:00.000Z", "2100-02-28T23:59:59.999Z",
        "2100-03-01T00:00:00.000Z", "1600-02-29T00:00:00.000Z", "2026-01-02T03:04:05.678Z",
        "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "1999-12-31T23:59:59.999Z",
    ]

    @Test("Leap days, year ends and moments before 1970 come back as they were", arguments: texts)
    func roundTrip(_ text: String) throws {
        let time = try #require(Timestamp(rfc3339: text))
        #expect(time.rfc3339 == text)
    }

    @Test("A moment that everybody knows has its number")
    func known() throws {
        #expect(Sample.morning.rfc3339 == "2026-01-02T03:04:05.678Z")
        #expect(Timestamp(millisecondsSinceEpoch: 0).rfc3339 == "1970-01-01T00:00:00.000Z")
        #expect(Timestamp(millisecondsSinceEpoch: -1).rfc3339 == "1969-12-31T23:59:59.999Z")
    }

    @Test("Each day of four hundred years is written as Foundation writes it")
    func everyDay() {
        let day: Int64 = 86_400_000
        for number in stride(from: -25_000 as Int64, through: 125_000, by: 1) {
            // Whole halves of seconds: Foundation counts in floating point.
            let time = Timestamp(millisecondsSinceEpoch: number * day + number % 86_400 * 500)
            let text = time.rfc3339
            guard text == Self.foundation(time), Timestamp(rfc3339: text) == time else {
                Issue.record(
                    "\(time) is written as \(text), by Foundation \(Self.foundation(time))"
                )
                return
            }
        }
    }

    @Test("Moments at random come back, to the millisecond")
    func random() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let number = Int64.random(
                in: -62_135_596_800_000...253_402_300_799_999,
                using: &generator
            )
            let time = Timestamp(millisecondsSinceEpoch: number)
            #expect(Timestamp(rfc3339: time.rfc3339) == time)
        }
    }

    @Test(
        "A text in any other form is no time",
        arguments: [
            "", "now", "2026-01-02", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.67Z",
            "2026-01-02T03:04:05.6789Z", "2026-01-02T03:04:05.678", "2026-01-02T03:04:05.678z",
            "2026-01-02t03:04:05.678Z", "2026-01-02 03:04:05.678Z", "2026-01-02T03:04:05,678Z",
            "2026-01-02T03:04:05.678+00:00", "2026-13-02T03:04:05.678Z", "2026-00-02T03:04:05.678Z",
            "2026-01-00T03:04:05.678Z", "2026-01-32T03:04:05.678Z", "2026-01-02T24:04:05.678Z",
            "2026-01-02T03:60:05.678Z", "2026-01-02T03:04:60.678Z", "2026-1-02T03:04:05.0678Z",
            "+026-01-02T03:04:05.678Z", "-026-01-02T03:04:05.678Z", "2026-01-02T-3:04:05.678Z",
            " 2026-01-02T03:04:05.678", "２026-01-02T03:04:05.678", "202a-01-02T03:04:05.678Z",
        ]
    )
    func malformed(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(
        "A day that its month does not have is no time",
        arguments: [
            "2026-02-29", "2024-02-30", "2026-02-31", "2026-04-31", "2026-06-31", "2026-09-31",
            "2026-11-31", "1900-02-29", "2100-02-29",
        ]
    )
    func impossibleDay(_ day: String) {
        #expect(Timestamp(rfc3339: day + "T00:00:00.000Z") == nil)
    }
}

public import Billets

/// Times as RFC 3339 writes them, in UTC with milliseconds: `2026-01-02T03:04:05.678Z`.
///
/// By hand, since Foundation's styles take longer than all the rest of an event.
extension Timestamp {
    /// The 24 characters of this moment; its year is between 0000 and 9999.
    public var rfc3339: String {
        let (days, milliseconds) = millisecondsSinceEpoch.quotientAndModulus(86_400_000)
        let (year, month, day) = Self.date(ofDay: days)
        return String(unsafeUninitializedCapacity: 24) { text in
            var position = 0
            func append(_ value: Int64, digits: Int, then separator: UInt8) {
                var rest = value
                for index in (position..<position + digits).reversed() {
                    text[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                }
                text[position + digits] = separator
                position += digits + 1
            }
            append(year, digits: 4, then: UInt8(ascii: "-"))
            append(month, digits: 2, then: UInt8(ascii: "-"))
            append(day, digits: 2, then: UInt8(ascii: "T"))
            append(milliseconds / 3_600_000, digits: 2, then: UInt8(ascii: ":"))
            append(milliseconds / 60_000 % 60, digits: 2, then: UInt8(ascii: ":"))
            append(milliseconds / 1000 % 60, digits: 2, then: UInt8(ascii: "."))
            append(milliseconds % 1000, digits: 3, then: UInt8(ascii: "Z"))
            return position
        }
    }

    /// Reads what `rfc3339` writes; nil for any other form.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 24, Self.hasSeparators(bytes),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
            let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
            let milliseconds = Self.number(bytes[20..<23])
        else { return nil }
        guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        let days = Self.day(ofYear: year, month: month, day: day)
        // A day that its month does not have is one of the next month.
        guard Self.date(ofDay: days).day == day else { return nil }
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
        self.init(millisecondsSinceEpoch: seconds * 1000 + milliseconds)
    }

    private static func hasSeparators(_ bytes: [UInt8]) -> Bool {
        zip([4, 7, 10, 13, 16, 19, 23], "--T::.Z".utf8).allSatisfy { bytes[$0] == $1 }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            ? digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) } : nil
    }

    /// Days since 1970-01-01 of a date of the Gregorian calendar; years begin in March here, so that
    /// the day that comes every four years is the last of its year.
    private static func day(ofYear year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = year.quotientAndModulus(400)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The inverse of `day(ofYear:month:day:)`.
    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (day + 719_468).quotientAndModulus(146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

extension Int64 {
    /// Division that rounds down, also below zero.
    fileprivate func quotientAndModulus(_ divisor: Int64) -> (quotient: Int64, modulus: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

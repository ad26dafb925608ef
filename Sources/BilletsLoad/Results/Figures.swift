/// Numbers as people read them.
enum Figures {
    /// A whole number with commas between thousands: `597,000`.
    static func grouped(_ value: some BinaryInteger) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A number without decimals, or with one below ten.
    static func grouped(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        return value < 10 && value != value.rounded()
            ? decimals(value, 1) : grouped(Int64(value.rounded()))
    }

    /// A number with so many decimals.
    static func decimals(_ value: Double, _ count: Int = 3) -> String {
        guard value.isFinite, count >= 0 else { return "?" }
        var scale: Int64 = 1
        for _ in 0..<count { scale *= 10 }
        let scaled = Int64((value.magnitude * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard count > 0 else { return "\(sign)\(scaled)" }
        let fraction = String(scaled % scale)
        let padding = String(repeating: "0", count: count - fraction.count)
        return "\(sign)\(scaled / scale).\(padding)\(fraction)"
    }

    /// A number of bytes: `12.3 MiB`.
    static func bytes(_ value: Double) -> String {
        switch value {
        case ..<1_024: "\(grouped(value)) B"
        case ..<1_048_576: "\(decimals(value / 1_024, 1)) KiB"
        case ..<1_073_741_824: "\(decimals(value / 1_048_576, 1)) MiB"
        default: "\(decimals(value / 1_073_741_824, 1)) GiB"
        }
    }

    /// `text`, with spaces before it up to `width` characters.
    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// `text`, with spaces behind it up to `width` characters.
    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

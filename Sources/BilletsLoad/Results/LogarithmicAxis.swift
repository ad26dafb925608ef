import Glibc

/// A vertical axis of powers of ten.
struct LogarithmicAxis {
    private let lowest: Int
    private let highest: Int
    private let top: Double
    private let height: Double

    /// An axis on which all of `values` have a place, `height` high, below `top`.
    init(values: [Double], top: Double, height: Double) {
        let positive = values.filter { $0 > 0 && $0.isFinite }
        let least = positive.min() ?? 1
        let most = positive.max() ?? 10
        lowest = Int(Self.log10(least).rounded(.down))
        highest = max(lowest + 1, Int(Self.log10(most).rounded(.up)))
        self.top = top
        self.height = height
    }

    /// Where `value` is, in pixels from the picture's top.
    func y(_ value: Double) -> Double {
        let place = Self.log10(max(value, Self.power(lowest))) - Double(lowest)
        return top + height * (1 - min(1, place / Double(highest - lowest)))
    }

    /// The lines of the powers of ten, and their numbers, from the left edge to `right`.
    func grid(to right: Double) -> String {
        (lowest...highest).map { exponent in
            let y = Figures.decimals(y(Self.power(exponent)), 1)
            let label = Figures.decimals(Self.power(exponent), max(0, -exponent))
            return """
                <line x1="76.0" y1="\(y)" x2="\(Figures.decimals(right, 1))" y2="\(y)" stroke="#dddddd"/>
                <text x="70.0" y="\(y)" dy="4" text-anchor="end">\(label)</text>
                """
        }.joined(separator: "\n")
    }

    /// The logarithm to base ten.
    static func log10(_ value: Double) -> Double { Glibc.log10(value) }

    private static func power(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
}

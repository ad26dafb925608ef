public import BilletsWire

/// A report as a picture, an SVG: latency by percentile, and over time.
///
/// The percentiles stand as HdrHistogram's plots have them, each nine as far from the last as the last from the one
/// before; the times on a logarithmic axis.
public struct LatencyPlot {
    private static let width = 900.0
    private static let panelHeight = 250.0
    private static let left = 76.0
    private static let right = 24.0
    private static let colors = ["#1f6feb", "#d1242f", "#8250df"]

    private let report: LoadReport

    /// A picture of `report`.
    public init(_ report: LoadReport) {
        self.report = report
    }

    /// The whole document.
    public var svg: String {
        let height = 2 * Self.panelHeight + 170
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="900" height="\(Self.text(height))" \
            viewBox="0 0 900 \(Self.text(height))" font-family="sans-serif" font-size="12">
            <rect width="900" height="\(Self.text(height))" fill="white"/>
            <text x="\(Self.text(Self.left))" y="24" font-size="15">\(Self.escaped(title))</text>
            \(percentiles(top: 64))
            \(overTime(top: 64 + Self.panelHeight + 70))
            </svg>

            """
    }

    private var title: String {
        "les-billets load \(report.scenario): \(Figures.grouped(report.sockets)) sockets, "
            + "\(Figures.grouped(report.deliveriesPerSecond)) deliveries/s, "
            + "\(Figures.grouped(report.acceptedPerSecond)) commands/s, "
            + "\(Figures.grouped(report.lost)) lost"
    }

    // MARK: By percentile

    private func percentiles(top: Double) -> String {
        let curves = [
            ("events", report.latency), ("answers", report.answers),
            (
                report.catchUps.count > 0 ? "catching up" : "connecting",
                report.catchUps.count > 0 ? report.catchUps : report.connects
            ),
        ].filter { $0.1.count > 0 }
        let axis = LogarithmicAxis(
            values: curves.flatMap { $0.1.curve.map(\.milliseconds) },
            top: top,
            height: Self.panelHeight
        )
        let nines = max(2, curves.map { Self.nines($0.1.curve) }.max() ?? 2)
        func x(_ percentile: Double) -> Double {
            let distance = -Self.log10(max(1 - percentile / 100, 1e-12)) / nines
            return Self.left + min(1, distance) * (Self.width - Self.left - Self.right)
        }
        var marks = [0.0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999].filter { mark in
            mark == 0 || -Self.log10(1 - mark / 100) <= nines + 1e-9
        }
        if marks.count < 2 { marks.append(90) }
        let grid = marks.map { mark in
            Self.vertical(x(mark), top, "\(mark == mark.rounded() ? "\(Int(mark))" : "\(mark)") %")
        }
        let lines = curves.enumerated().map { index, curve in
            Self.line(
                curve.1.curve.map { (x($0.percentile), axis.y($0.milliseconds)) },
                color: Self.colors[index],
                label: curve.0,
                place: index,
                top: top
            )
        }
        return
            ([caption("Latency by percentile, ms", top), axis.grid(to: Self.width - Self.right)]
            + grid + lines).joined(separator: "\n")
    }

    private static func nines(_ curve: [LoadReport.Point]) -> Double {
        let last = curve.last { $0.percentile < 100 }?.percentile ?? 99
        return -log10(max(1 - last / 100, 1e-12))
    }

    // MARK: Over time

    private func overTime(top: Double) -> String {
        let slices = report.slices
        let axis = LogarithmicAxis(
            values: slices.flatMap { [$0.p50, $0.max] },
            top: top,
            height: Self.panelHeight
        )
        let seconds = max(slices.last?.second ?? report.seconds, 1e-9)
        func x(_ second: Double) -> Double {
            Self.left + second / seconds * (Self.width - Self.left - Self.right)
        }
        let grid = (0...5).map { fifth in
            let second = seconds * Double(fifth) / 5
            return Self.vertical(x(second), top, "\(Figures.decimals(second, 1)) s")
        }
        let curves: [(String, KeyPath<LoadReport.Slice, Double>)] = [
            ("p50", \.p50), ("p99", \.p99), ("max", \.max),
        ]
        let lines = curves.enumerated().map { index, curve in
            Self.line(
                slices.filter { $0.max > 0 }.map { (x($0.second), axis.y($0[keyPath: curve.1])) },
                color: Self.colors[index],
                label: curve.0,
                place: index,
                top: top
            )
        }
        return
            ([
                caption("Latency of events over time, ms", top),
                axis.grid(to: Self.width - Self.right),
            ]
            + grid + lines).joined(separator: "\n")
    }

    // MARK: Parts

    private func caption(_ text: String, _ top: Double) -> String {
        "<text x=\"\(Self.text(Self.left))\" y=\"\(Self.text(top - 10))\">\(Self.escaped(text))</text>"
    }

    private static func vertical(_ x: Double, _ top: Double, _ label: String) -> String {
        let bottom = top + panelHeight
        return """
            <line x1="\(text(x))" y1="\(text(top))" x2="\(text(x))" y2="\(text(bottom))" stroke="#dddddd"/>
            <text x="\(text(x))" y="\(text(bottom + 16))" text-anchor="middle">\(escaped(label))</text>
            """
    }

    private static func line(
        _ points: [(Double, Double)],
        color: String,
        label: String,
        place: Int,
        top: Double
    ) -> String {
        let path = points.map { "\(text($0.0)),\(text($0.1))" }.joined(separator: " ")
        let x = width - right - 240 + Double(place) * 84
        return """
            <polyline fill="none" stroke="\(color)" stroke-width="1.5" points="\(path)"/>
            <text x="\(text(x))" y="\(text(top - 10))" fill="\(color)">\(escaped(label))</text>
            """
    }

    private static func text(_ value: Double) -> String { Figures.decimals(value, 1) }

    /// Text as XML may hold it (XML 1.0, section 2.4).
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    private static func log10(_ value: Double) -> Double { LogarithmicAxis.log10(value) }
}

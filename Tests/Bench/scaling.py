"""A picture of how something grows: points and a line through them, on logarithmic axes."""

import math

WIDTH, HEIGHT, MARGIN = 520, 300, 60

# Room for the numbers beside the lines.
LEFT = 90

# Of the curves, in their order.
COLOURS = ["#2563eb", "#c2410c"]

# How far below its points the numbers of a curve stand.
NUMBERS_BELOW = [18, -10]


def write(path, title, curves):
    """Writes the curves, by name lists of pairs of a cause and a rate, as an SVG."""
    points = [point for curve in curves.values() for point in curve if point[1] > 0]
    if not points:
        return
    low = 10 ** math.floor(math.log10(min(rate for _, rate in points)))
    high = 10 ** math.ceil(math.log10(max(rate for _, rate in points) * 1.01))
    first, last = min(points)[0], max(points)[0]

    def x(cause):
        share = math.log(cause / first) / math.log(last / first) if last > first else 0.5
        return LEFT + 30 + share * (WIDTH - LEFT - MARGIN - 30)

    def y(rate):
        return HEIGHT - MARGIN - math.log(rate / low) / math.log(high / low) * (HEIGHT - 2 * MARGIN)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{WIDTH / 2}" y="24" text-anchor="middle" font-size="14">{title}</text>',
    ]
    rate = low
    while rate <= high:
        parts.append(
            f'<path d="M{LEFT} {y(rate):.1f}H{WIDTH - 20}" stroke="#ddd"/>'
            f'<text x="{LEFT - 6}" y="{y(rate) + 4:.1f}" text-anchor="end">{rate:,.0f}</text>'
        )
        rate *= 10
    for cause in sorted({cause for cause, _ in points}):
        parts.append(f'<text x="{x(cause):.1f}" y="{HEIGHT - MARGIN + 20}" text-anchor="middle">{cause:,}</text>')
    for index, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[index]
        curve = [(cause, rate) for cause, rate in curve if rate > 0]
        line = " ".join(f"{x(cause):.1f},{y(rate):.1f}" for cause, rate in curve)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{LEFT + 30 + index * 150}" y="{HEIGHT - 12}" fill="{colour}">{name}</text>')
        for cause, rate in curve:
            below = NUMBERS_BELOW[index]
            parts.append(
                f'<circle cx="{x(cause):.1f}" cy="{y(rate):.1f}" r="4" fill="{colour}"/>'
                f'<text x="{x(cause):.1f}" y="{y(rate) + below:.1f}" text-anchor="middle" fill="{colour}">{rate:,.0f}</text>'
            )
    parts.append("</svg>")
    with open(path, "w") as file:
        file.write("\n".join(parts) + "\n")

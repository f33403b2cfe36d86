"""The main comparison as bars: an SVG of text, for light and dark pages."""

import math

# Contender, and what a reader calls it.
BARS = [
    ("grants", "actix-web-grants"),
    ("httpauth", "actix-web-httpauth"),
    ("hand", "by hand, jsonwebtoken"),
    ("hand_cache", "by hand, with a cache"),
    ("attributes_uncached", "attributes, cache off"),
    ("attributes", "attributes"),
]
WIDTH, LEFT, RIGHT, TOP, STEP, BAR = 720, 190, 80, 58, 30, 18
LEAST, MOST = 100, 100_000

STYLE = """\
  <style>
    text { font: 13px system-ui, sans-serif; fill: #1f2328; }
    .title { font-size: 15px; font-weight: 600; }
    .small { font-size: 11px; fill: #59636e; }
    .number { font-variant-numeric: tabular-nums; }
    .theirs { fill: #8c959f; }
    .ours { fill: #0969da; }
    line { stroke: #d1d9e0; }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc; }
      .small { fill: #9198a1; }
      .theirs { fill: #656c76; }
      .ours { fill: #4493f8; }
      line { stroke: #3d444d; }
    }
  </style>
"""


def place(cost):
    """Where a cost stands on the scale, which is logarithmic."""
    share = math.log(max(cost, LEAST) / LEAST) / math.log(MOST / LEAST)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def draw(costs):
    """`costs`: instructions by contender and cell."""
    over = [(name, label, costs[name]["allowed"] - costs["bare"]["allowed"]) for name, label in BARS if name in costs]
    over.sort(key=lambda it: -it[2])
    height = TOP + STEP * len(over) + 34
    said = "; ".join(f"{label}: {cost:,}" for _, label, cost in over)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">\n',
        "  <title>Instructions per allowed request, over a handler without a guard</title>\n",
        f"  <desc>{said}</desc>\n",
        STYLE,
        '  <text class="title" x="16" y="24">Instructions that a guard adds to an allowed request</text>\n',
        '  <text class="small" x="16" y="42">HS256, by callgrind; logarithmic scale; shorter is better</text>\n',
    ]
    lines += scale(height)
    for index, (name, label, cost) in enumerate(over):
        lines += bar(TOP + STEP * index, name, label, cost)
    return "".join(lines) + "</svg>\n"


def scale(height):
    for power in range(2, 6):
        x = place(10**power)
        yield f'  <line x1="{x:.0f}" y1="{TOP - 6}" x2="{x:.0f}" y2="{height - 26}"/>\n'
        yield f'  <text class="small" x="{x:.0f}" y="{height - 10}" text-anchor="middle">{10**power:,}</text>\n'


def bar(y, name, label, cost):
    kind = "ours" if name.startswith("attributes") else "theirs"
    end = place(cost)
    yield f'  <text x="{LEFT - 10}" y="{y + 14}" text-anchor="end">{label}</text>\n'
    yield f'  <rect class="{kind}" x="{LEFT}" y="{y}" width="{end - LEFT:.0f}" height="{BAR}" rx="3"/>\n'
    yield f'  <text class="number" x="{end + 6:.0f}" y="{y + 14}">{cost:,}</text>\n'

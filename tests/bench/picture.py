# SPDX-License-Identifier: MIT
"""The ratios as horizontal bars on a logarithmic scale, the goals as marks: an SVG."""
import html
import math
import pathlib

WIDTH, LABEL, RIGHT, BAR, STEP, TOP = 1000, 430, 110, 14, 22, 56
COLOURS = {True: "#2a7f4f", False: "#b3432b", None: "#5b7394"}


def text(x, y, words, extra=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" {extra}>{html.escape(words)}</text>'


class Scale:
    def __init__(self, numbers):
        self.low = min(0, math.floor(math.log10(min(numbers))))
        self.high = max(1, math.ceil(math.log10(max(numbers))))

    def x(self, number):
        return LABEL + (WIDTH - LABEL - RIGHT) * (math.log10(number) - self.low) / (self.high - self.low)


def draw_axis(scale, bottom):
    for power in range(scale.low, scale.high + 1):
        x = scale.x(10 ** power)
        yield f'<line x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{bottom}" stroke="#ddd"/>'
        yield text(x, TOP - 14, f"{10 ** power:,g}", 'text-anchor="middle" fill="#666"')


def draw_bar(scale, row, y):
    start, end = sorted((scale.x(1), scale.x(row.number)))
    colour = COLOURS[row.reached()]
    yield text(LABEL - 8, y + BAR - 3, row.what, 'text-anchor="end"')
    yield f'<rect x="{start:.1f}" y="{y}" width="{max(end - start, 1):.1f}" height="{BAR}" fill="{colour}"/>'
    number = f"{row.number:,.0f}" if row.number >= 100 else f"{row.number:.2f}"
    mark = end
    if row.goal is not None:
        mark = max(end, scale.x(row.goal))
        yield (f'<line x1="{scale.x(row.goal):.1f}" y1="{y - 3}" x2="{scale.x(row.goal):.1f}" y2="{y + BAR + 3}" '
               'stroke="#000" stroke-width="2"/>')
    yield text(mark + 6, y + BAR - 3, number)


def draw(rows):
    scale = Scale([row.number for row in rows] + [row.goal for row in rows if row.goal])
    groups = list(dict.fromkeys(row.group for row in rows))
    height = TOP + STEP * (len(rows) + len(groups)) + 20
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
           'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>')
    yield text(12, 22, "cpdm: times, as ratios of one run, on a logarithmic scale; the black marks are the goals",
               'font-size="14" font-weight="bold"')
    yield from draw_axis(scale, height - 12)
    y = TOP
    for group in groups:
        yield text(12, y + BAR - 2, group, 'font-weight="bold"')
        y += STEP
        for row in (row for row in rows if row.group == group):
            yield from draw_bar(scale, row, y)
            y += STEP
    yield "</svg>"


def write(path, rows):
    shown = [row for row in rows if row.how in ("cpu", "wall") and row.number]
    if shown:
        pathlib.Path(path).write_text("\n".join(draw(shown)) + "\n", encoding="utf-8")

"""Draws Bridgeboard's mark, a bridge whose hangers are the bars of a chart, as a small PNG.

python docs/icon.py
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

TO = Path(__file__).resolve().parent.parent / "bridgeboard" / "ui" / "assets" / "icon.png"
SIZE = 96
#: Drawn larger and shrunk, for smooth edges.
FINE = 8
GROUND, LINE, BARS = "#0B5C7A", "#FFFFFF", "#A5DDEF"


def draw() -> Image.Image:
    """The mark: a rounded square, an arch over a deck, four bars from arch to deck."""
    image = Image.new("RGBA", (SIZE * FINE, SIZE * FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)

    def box(*numbers: float) -> list[float]:
        return [number * FINE for number in numbers]

    pen.rounded_rectangle(box(0, 0, SIZE - 0.2, SIZE - 0.2), radius=20 * FINE, fill=GROUND)
    for left, top in ((24, 44), (37, 33), (50, 33), (63, 44)):
        pen.rectangle(box(left, top, left + 9, 64), fill=BARS)
    pen.arc(box(10, 22, 86, 106), start=180, end=360, fill=LINE, width=7 * FINE)
    pen.rectangle(box(0, 71, SIZE, SIZE), fill=GROUND)
    pen.rectangle(box(8, 64, 88, 72), fill=LINE)
    corner = Image.new("L", image.size, 0)
    ImageDraw.Draw(corner).rounded_rectangle(
        box(0, 0, SIZE - 0.2, SIZE - 0.2), radius=20 * FINE, fill=255
    )
    image.putalpha(corner)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    TO.parent.mkdir(parents=True, exist_ok=True)
    draw().quantize(32, method=Image.Quantize.FASTOCTREE).save(TO, optimize=True)

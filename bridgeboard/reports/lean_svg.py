"""Plotly's SVG without what no reader sees: a light report holds a dozen of them."""

from __future__ import annotations

import re
from urllib.parse import quote

_RGB = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")
#: Names for Plotly's own code, and what is as it would be without being said.
_SPARE = re.compile(r' (?:class|data-[a-z-]+)="[^"]*"| style=""| xml:space="preserve"')
_PLAIN = re.compile(
    r"(?<![a-z-])(?:(?:fill-|stroke-)?opacity: ?1|vector-effect: ?none|white-space: ?pre"
    r"|pointer-events: ?\w+|cursor: ?\w+)(?:;|(?=\"))"
)
_EMPTY = re.compile(r"<g(?: style=\"[^\"]*\")?(?:/>|></g>)")
_ATTRIBUTE = re.compile(r'="([^"\']*)"')
_FAMILY = re.compile(r'font-family:(?:&quot;|[^;"])*')
_STYLE = re.compile(r'style="[^"]*"')
#: What may stand in an address within quotation marks as it is.
_SAFE = " ~()*!.'-_=:;/,?+@[]{}|<>"


def lean(svg: str) -> str:
    """The same drawing in some half of the letters."""
    svg = _RGB.sub(lambda found: "#" + "".join(f"{int(n):02x}" for n in found.groups()), svg)
    svg = _SPARE.sub("", svg)
    svg = _STYLE.sub(_short, svg)
    while (shorter := _EMPTY.sub("", svg)) != svg:
        svg = shorter
    return _one_font(svg)


def _one_font(svg: str) -> str:
    """The font of the first text is that of the whole, and said once."""
    first = _FAMILY.search(svg)
    if first is None:
        return svg
    rest = svg.replace(f"{first[0]};", "").replace(first[0], "")
    return rest.replace("<svg ", f'<svg style="{first[0]}" ', 1)


def _short(style: re.Match[str]) -> str:
    said = _PLAIN.sub("", style[0])
    return re.sub(r"\s*([;:])\s*", r"\1", said).replace('style=" ', 'style="').replace(';"', '"')


def address(svg: str) -> str:
    """The drawing as an address for an attribute in quotation marks, a quarter shorter than base64.

    Only letters beyond ASCII, and what would end the attribute, are written as codes.
    """
    return "data:image/svg+xml," + quote(_ATTRIBUTE.sub(r"='\1'", svg), safe=_SAFE)

"""Pictures of Plotly charts as SVG, drawn by a browser of this machine if there is one."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from bridgeboard.reports import browser
from bridgeboard.reports.html_file import plotly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bridgeboard.charts import Chart

#: Unit: pixels. As wide as a column to read.
WIDTH = 860
_MADE = re.compile(r'<pre id="made">(.*?)</pre>', re.DOTALL)
#: Plotly names what it draws by chance; the same chart shall give the same picture.
_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Pictures</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline';
style-src 'unsafe-inline'; img-src data: blob:"></head><body><pre id="made"></pre>
<script type="application/json" id="figures">{figures}</script><script>{plotly}</script><script>
(async () => {{
  const figures = JSON.parse(document.getElementById('figures').textContent);
  const made = [];
  for (const figure of figures) {{
    const size = {{format: 'svg', width: {width}, height: figure.layout.height || 400}};
    made.push(decodeURIComponent((await Plotly.toImage(figure, size)).replace(/^[^,]*,/, '')));
  }}
  document.getElementById('made').textContent = JSON.stringify(made);
}})();
</script></body></html>"""


def pictures(charts: Sequence[Chart]) -> dict[int, str]:
    """An SVG for each Plotly chart, by its place; nothing where there is no browser."""
    plots = {
        place: chart.figure for place, chart in enumerate(charts) if isinstance(chart.figure, dict)
    }
    if not plots or browser.found() is None:
        return {}
    figures = json.dumps(list(plots.values()), allow_nan=False).replace("<", "\\u003c")
    page = _PAGE.format(figures=figures, plotly=plotly(), width=WIDTH)
    dumped = browser.drawn(page, "--dump-dom")
    made = _MADE.search((dumped or b"").decode("utf-8", "replace"))
    if made is None or not made[1]:
        return {}
    return dict(zip(plots, json.loads(html.unescape(made[1])), strict=True))

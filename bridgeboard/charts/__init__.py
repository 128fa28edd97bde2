"""Charts: pure functions from what may be shown to a drawing, its sentence and its table.

figures/ has one module per chart; style has the colours and the Plotly layout; html_matrix draws
tables of small drawings that need no JavaScript and fold up on a phone.
"""

from bridgeboard.charts.chart import Chart

__all__ = ["Chart"]

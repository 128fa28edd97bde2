"""What pages import, whole packages first.

Two threads that enter one package by different ways at the same time (one by the package, one by a
module in it) wait for each other; Python then lets one of them have a package that is half there,
and its import fails. So whoever is first, the warm-up or a visitor, imports this; the other waits.
"""

import icalendar  # noqa: F401
import streamlit.elements.plotly_chart  # noqa: F401

import bridgeboard.access
import bridgeboard.charts
import bridgeboard.charts.side_by_side
import bridgeboard.collected
import bridgeboard.forms
import bridgeboard.measures
import bridgeboard.reports
import bridgeboard.reports.contents
import bridgeboard.store
import bridgeboard.ui.answers
import bridgeboard.ui.blocks
import bridgeboard.ui.shell
import bridgeboard.ui.sidebar  # noqa: F401

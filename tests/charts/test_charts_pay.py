"""How PSWs are paid, on a line of time and as a share of the site's wage."""

import datetime as dt
import re
from html import unescape

from bridgeboard.charts.figures import pay


def _paid(site: str, basis: str, day: str | None = None, **more) -> dict:
    return {
        "site_id": site,
        "basis": basis,
        "from_on": dt.date.fromisoformat(day) if day else None,
        "status": "reported",
    } | more


def _text(figure: str) -> str:
    # A day that may not break stands in a span of its own.
    whole = re.sub(r'<span style="white-space:nowrap">(.*?)</span>', r"\1", figure)
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", whole)).split())


def _lines(figure: str) -> list[tuple[float, float, str]]:
    found = re.findall(
        r'class="b" style="left:([\d.]+)%;width:([\d.]+)%;border-top:(\d+px \w+)', figure
    )
    return [(float(left), float(width), line) for left, width, line in found]


def test_each_way_of_paying_lasts_from_its_first_day_to_the_next(shown):
    rows = [
        _paid("a", "unpaid", "2023-01-01"),
        _paid("a", "stipend", "2024-01-01"),
        _paid("b", "employed", "2024-01-01"),
    ]
    chart = pay.over_time(shown("payment", rows))
    (first, step, look), (then, _, stipend), (other, _, _) = _lines(chart.figure)
    assert first + step == then == other
    assert (look, stipend) == ("3px dotted", "6px double")
    said = _text(chart.figure)
    assert "Lakeside ✕ ◆ unpaid from 2023-01-01, then stipend from 2024-01-01" in said
    assert "Riverside ■ employed from 2024-01-01" in said
    assert (
        chart.alt == "2 of 2 sites with a dated payment record; 1 site changed the way of paying."
    )


def test_a_new_amount_of_the_same_kind_is_no_step(shown):
    rows = [_paid("a", "hourly", "2023-01-01"), _paid("a", "hourly", "2024-01-01")]
    chart = pay.over_time(shown("payment", rows))
    assert len(_lines(chart.figure)) == 1
    assert "2024-01-01" not in _text(chart.figure)
    assert chart.table.height == 2


def test_what_is_not_reported_or_not_dated_has_no_line_and_says_so(shown):
    rows = [
        _paid("a", "unknown", status="not reported"),
        _paid("b", "stipend"),
        _paid("c", "unpaid", "2023-01-01"),
    ]
    chart = pay.over_time(shown("payment", rows))
    assert len(_lines(chart.figure)) == 1
    said = _text(chart.figure)
    assert "Lakeside not reported" in said
    assert "Riverside stipend, since when isn't said" in said
    assert chart.n_text == "2 of 3 sites with a payment record"


def test_without_any_day_there_is_no_drawing(shown):
    chart = pay.over_time(shown("payment", [_paid("b", "stipend")]))
    assert chart.figure is None
    assert chart.alt == "No payment has a first day."


def test_pay_is_a_point_with_its_share_and_why_there_is_none(shown):
    hidden = "hidden: fewer than 10 people"
    rows = [
        _paid("a", "stipend", "2023-01-01", pay_ratio=0.25, monthly_amount=100.0),
        _paid("b", "employed", "2023-01-01", hidden=hidden),
        _paid("c", "hourly", "2023-01-01", per="hour", amount=9.0),
    ]
    chart = pay.share_of_wage(shown("payment", rows, provenance=("simulated",)))
    said = _text(chart.figure)
    assert "Lakeside ● 25 %, stipend" in said
    assert f"Riverside {hidden}" in said
    assert "c paid an hour: hours worked aren't known" in said
    assert chart.figure.count("●") == 1
    assert "Simulated data" in said
    assert chart.table["Share of wage"].to_list() == [0.25, None, None]
    assert chart.n_text == "1 of 3 sites, the latest pay on record"


def test_pay_above_the_reference_wage_stays_on_the_line(shown):
    chart = pay.share_of_wage(shown("payment", [_paid("a", "employed", pay_ratio=1.5)]))
    (at,) = re.findall(r'class="m" style="left:([\d.]+)%', chart.figure)
    assert 90 < float(at) < 100


def test_both_are_drawn_of_the_demonstration_in_either_view(shown_demonstration):
    for view in ("team", "shareable"):
        payment = shown_demonstration("payment", view)
        for draw in (pay.over_time, pay.share_of_wage):
            for dark in (False, True):
                assert "Simulated data" in draw(payment, dark=dark).figure

"""Charts drawn as HTML tables: what stands in which cell, read back from the table."""

from html.parser import HTMLParser

import pytest

from bridgeboard.charts import style
from bridgeboard.charts.figures.context import context
from bridgeboard.charts.figures.coverage import coverage
from bridgeboard.charts.figures.income import income
from bridgeboard.charts.figures.payment import payment
from bridgeboard.charts.figures.themes import themes


class Table(HTMLParser):
    """Cells by row and column label, as text; and what a screen reader is told of each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: dict[tuple[str, str], str] = {}
        self.spoken: dict[tuple[str, str], str] = {}
        self.links: dict[tuple[str, str], str] = {}
        self.rows: list[str] = []
        self.subs: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self._row = self._column = ""
        self._sub = self._names_row = False
        self._in: str | None = None
        self._said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "tr":
            self._sub = "sub" in (said.get("class") or "")
        if tag == "input" and "checked" in said:
            self.open.append(said["aria-label"])
        if tag == "th":
            self._names_row = said.get("scope") == "row"
        if (tag == "bdi" and self._names_row) or (tag == "td" and "data-c" in said):
            self._in, self._said = tag, []
            self._names_row = False
            self._column = said.get("data-c", "")
        if tag in ("td", "a") and "aria-label" in said:
            self.spoken[self._row, self._column] = said["aria-label"]
        if tag == "a":
            self.links[self._row, self._column] = said["href"]

    def handle_data(self, data):
        self.text += data
        if self._in:
            self._said.append(data.strip())

    def handle_endtag(self, tag):
        if tag != self._in:
            return
        words = " ".join(part for part in self._said if part)
        if tag == "bdi":
            self._row = words
            (self.subs if self._sub else self.rows).append(words)
        else:
            self.cells[self._row, self._column] = words
        self._in = None


def _theme(theme, site, *, total=False, depth=0, parent=None, wave="pre", order=1, **stances):
    n = sum(stances.values())
    return {
        "theme_id": theme,
        "theme_label": f"Theme {theme}",
        "parent_id": parent,
        "depth": depth,
        "theme_order": order,
        "site_id": site,
        "is_total": total,
        "wave_id": wave,
        "n_incl": n,
        **{f"n_incl_{s}": stances.get(s, 0) for s in ("benefit", "concern", "mixed", "neutral")},
        "status": "reported" if n else "not reported",
    }


THEMES = [
    _theme("T1", "a", benefit=3, concern=1),
    _theme("T1", "b"),
    _theme("T1", None, total=True, benefit=3, concern=1),
    _theme("T1.1", "a", depth=1, parent="T1", order=2, benefit=3),
    _theme("T1.1", "b", depth=1, parent="T1", order=2),
    _theme("T1.1", None, total=True, depth=1, parent="T1", order=2, benefit=3),
    _theme("T2", "a", order=3),
    _theme("T2", "b", order=3, mixed=2),
    _theme("T2", None, total=True, order=3, mixed=2),
    _theme("T1", "a", wave="post", neutral=5),
    _theme("T1", None, total=True, wave="post", neutral=5),
]


def test_a_theme_cell_has_the_number_and_its_stances_by_shape(shown):
    table = Table(themes(shown("themes", THEMES), "pre").figure)
    assert table.cells["Theme T1", "Lakeside"] == "4 ▲3 ▼1"
    assert table.cells["Theme T2", "Riverside"] == "2 ◆2"
    assert table.spoken["Theme T1", "Lakeside"] == "Lakeside: 4 statements: 3 benefit, 1 concern"


def test_a_theme_not_reported_is_a_dot_and_never_a_zero(shown):
    chart = themes(shown("themes", THEMES), "pre")
    table = Table(chart.figure)
    assert table.cells["Theme T1", "Riverside"] == "·"
    assert table.spoken["Theme T1", "Riverside"] == "Riverside: not reported"
    assert "0" not in "".join(table.cells.values())
    row = chart.table.filter(
        (chart.table["Theme"] == "Theme T1") & (chart.table["Site"] == "Riverside")
    )
    assert row["Statements"].to_list() == [None]
    assert row["Status"].to_list() == ["not reported"]


def test_subthemes_stand_under_their_theme_and_open_when_asked(shown):
    closed = Table(themes(shown("themes", THEMES), "pre").figure)
    assert (closed.rows, closed.subs, closed.open) == (["Theme T1", "Theme T2"], ["Theme T1.1"], [])
    opened = Table(themes(shown("themes", THEMES), "pre", opened=["T1"]).figure)
    assert opened.open == ["Show subthemes: Theme T1"]


def test_the_bar_of_a_theme_cell_is_as_long_as_its_number(shown):
    figure = themes(shown("themes", THEMES), "pre").figure
    blue, brown = style.LIGHT.stances["benefit"], style.LIGHT.stances["concern"]
    assert f"{blue} 0% 75%,{brown} 75% 100%" in figure
    assert f"{style.LIGHT.stances['mixed']} 0% 50%" in figure


def test_only_one_waves_statements_are_counted(shown):
    chart = themes(shown("themes", THEMES), "pre")
    assert chart.n_text == "6 statements, each counted once"
    assert chart.table["Wave"].unique().to_list() == ["Before"]
    assert "After" not in chart.figure


def test_a_theme_cell_links_to_its_statements(shown):
    table = Table(
        themes(shown("themes", THEMES), "pre", link=lambda t, s: f"?theme={t}&at={s}").figure
    )
    assert table.links["Theme T1", "Lakeside"] == "?theme=T1&at=a"
    assert ("Theme T1", "Riverside") not in table.links


def test_the_table_of_themes_is_the_frame(shown):
    given = shown("themes", THEMES)
    chart = themes(given, "pre")
    frame = given.frame.filter(given.frame["wave_id"] == "pre")
    assert chart.table.height == frame.height
    reported = frame["n_incl"] > 0
    assert (
        chart.table["Statements"].drop_nulls().to_list()
        == frame.filter(reported)["n_incl"].to_list()
    )


def test_simulated_rows_say_so_on_the_drawing(shown):
    simulated = themes(shown("themes", THEMES, provenance=("simulated",)), "pre")
    assert simulated.provenance_mark == "Simulated data"
    assert "<strong>Simulated data</strong>" in simulated.figure
    assert "Simulated" not in themes(shown("themes", THEMES), "pre").figure


def test_names_from_files_are_text_and_never_tags(shown):
    evil = [_theme("T1", "<img src=x>", benefit=1), _theme("T1", None, total=True, benefit=1)]
    evil[0]["theme_label"] = "<script>alert(1)</script>"
    evil[1]["theme_label"] = evil[0]["theme_label"]
    figure = themes(shown("themes", evil), "pre").figure
    assert "<script" not in figure
    assert "<img" not in figure
    assert "&lt;img src=x&gt;" in figure


def test_a_wave_without_statements_draws_nothing(shown):
    chart = themes(shown("themes", THEMES), "never")
    assert chart.figure is None
    assert chart.table.is_empty()


def _fact(site, factor, direction, n=1, wave="pre"):
    counts = {f"n_{d}": 0 for d in ("supports", "hinders", "mixed", "unknown")}
    if n:
        counts[f"n_{direction}"] = n
    return {
        "site_id": site,
        "wave_id": wave,
        "factor": factor,
        "factor_label": factor.replace("_", " ").capitalize(),
        "direction": direction,
        "n": n,
        **counts,
    }


CONTEXT = [
    _fact("a", "role_clarity", "hinders", 3),
    _fact("a", "resources", "unknown"),
    _fact("a", "stigma", "not reported", 0),
    _fact("b", "role_clarity", "mixed", 2),
    _fact("b", "resources", "not reported", 0),
    _fact("b", "stigma", "not reported", 0),
]


def test_context_says_each_direction_in_a_word_and_a_shape(shown):
    table = Table(context(shown("context", CONTEXT), "pre").figure)
    assert table.cells["Role clarity", "Lakeside"] == "▼ hinders 3 facts"
    assert table.cells["Role clarity", "Riverside"] == "◆ mixed 2 facts"
    assert table.cells["Resources", "Lakeside"] == "? not said"
    assert table.cells["Resources", "Riverside"] == "·"


def test_a_factor_without_any_fact_has_no_row_and_the_widest_known_comes_first(shown):
    table = Table(context(shown("context", CONTEXT), "pre").figure)
    assert table.rows == ["Role clarity", "Resources"]


def test_a_factor_sums_up_at_how_many_sites_it_bears_which_way(shown):
    assert "▼ 1  ◆ 1" in Table(context(shown("context", CONTEXT), "pre").figure).text


def test_the_sentence_of_context_names_what_hinders_most(shown):
    chart = context(shown("context", CONTEXT), "pre")
    assert chart.alt == (
        "Before: 0 supported, 1 hindered and 1 mixed, over 2 factors and 2 sites. "
        "Role clarity hinders at most sites (Lakeside)."
    )


def _evidence(site, wave, evidence, n, **more):
    return {
        "site_id": site,
        "wave_id": wave,
        "evidence": evidence,
        "evidence_label": evidence.capitalize(),
        "n": n,
        "unit": "people",
        "status": "present" if n else "nothing loaded",
        **more,
    }


COVERAGE = [
    _evidence("a", "pre", "survey", 5),
    _evidence("a", "post", "survey", 0),
    _evidence("a", None, "milestones", 7),
    _evidence("b", "pre", "survey", None, status="present", hidden="hidden: fewer than 10 people"),
    _evidence("b", "post", "survey", 12),
    _evidence("b", None, "milestones", 0),
    _evidence(None, "pre", "survey", 17, is_total=True),
]


def test_coverage_has_one_mark_a_wave_in_their_order(shown):
    table = Table(coverage(shown("coverage", COVERAGE)).figure)
    assert table.cells["Lakeside", "Survey"] == "5 ○"
    assert table.spoken["Lakeside", "Survey"] == "Survey: Before: 5 people; After: nothing loaded"


def test_groups_that_are_counted_stay_where_only_their_people_are_hidden(shown):
    row = _evidence("a", "pre", "focus_groups", 2, hidden="hidden: fewer than 10 people")
    assert Table(coverage(shown("coverage", [row])).figure).cells["Lakeside", "Focus_groups"] == "2"


def test_coverage_says_hidden_where_a_number_is_hidden(shown):
    table = Table(coverage(shown("coverage", COVERAGE)).figure)
    assert table.cells["Riverside", "Survey"] == "✕ 12"
    assert "fewer than 10 people" in table.spoken["Riverside", "Survey"]


def test_evidence_without_a_wave_has_one_mark(shown):
    table = Table(coverage(shown("coverage", COVERAGE)).figure)
    assert table.cells["Lakeside", "Milestones"] == "7"
    assert table.cells["Riverside", "Milestones"] == "○"


def test_the_table_of_coverage_has_the_totals_that_the_drawing_leaves_out(shown):
    chart = coverage(shown("coverage", COVERAGE))
    assert "All sites" not in Table(chart.figure).rows
    assert chart.table.height == len(COVERAGE)
    assert chart.table["Site"].to_list()[-1] == "All sites"
    assert chart.table["Status"].to_list()[3] == "hidden: fewer than 10 people"


def _pay(site, **row):
    return {"site_id": site, "basis": "unknown", "status": "reported", **row}


def test_payment_says_basis_since_when_and_share_of_the_wage(shown):
    from datetime import date

    rows = [
        _pay("a", basis="stipend", from_on=date(2023, 1, 1), monthly_amount=120.0)
        | {"currency": "EUR", "pay_ratio": 0.25, "n_psw": 4, "amount": 120.0, "per": "month"},
        _pay(
            "a", basis="hourly", from_on=date(2024, 3, 1), amount=12.5, currency="EUR", per="hour"
        ),
        _pay("b", status="not reported"),
    ]
    table = Table(payment(shown("payment", rows)).figure)
    assert table.cells["Lakeside", "First"] == (
        "◆ stipend from 2023-01-01 120 EUR a month 25 % of the site's reference wage 4 PSWs"
    )
    assert table.cells["Lakeside", "Then"] == (
        "◧ paid by the hour from 2024-03-01 12.50 EUR an hour"
    )
    assert table.cells["Riverside", "First"] == "· not reported"


def test_payment_that_nobody_reports_draws_nothing_and_says_so(shown):
    chart = payment(shown("payment", [_pay("a", status="not reported")]))
    assert chart.figure is None
    assert chart.alt == "No source says how PSWs are paid (1 site)."
    assert chart.table["Status"].to_list() == ["not reported"]


def _income(wave, at_wave, **row):
    from datetime import date

    return {
        "site_id": "a",
        "wave_id": wave,
        "country_iso3": "TZA",
        "basis": "at_wave",
        "income_level": at_wave,
        "income_level_at_wave": at_wave,
        "income_level_at_baseline": "low",
        "income_as_reported": "low",
        "on_date": date(2019, 11, 1) if at_wave else None,
        "fiscal_year": 2020 if at_wave else None,
        "note": None if at_wave else "not dated: the source gives no date for this wave",
        **row,
    }


@pytest.mark.parametrize(
    ("basis", "after"),
    [("at_wave", "not dated"), ("at_baseline", "● Low income"), ("as_reported", "● Low income")],
)
def test_income_follows_the_basis_that_is_asked_for(shown, basis, after):
    table = Table(
        income(shown("income", [_income("pre", "low"), _income("post", None)]), basis).figure
    )
    assert table.cells["Lakeside", "After"] == after
    assert "called “low” by the source" in table.text


def test_a_changed_income_level_is_said_in_the_sentence(shown):
    rows = [_income("pre", "low"), _income("post", "lower-middle")]
    assert income(shown("income", rows), "at_wave").alt.endswith(
        "It changes over the waves at Lakeside."
    )

"""Why there is no shift: too few people, no pairs, places that are two, waves that did not ask."""

from tests.measures.surveys import linked, row

ESTIMATES = (
    *("mean_from", "from_lower", "from_upper", "mean_to", "to_lower", "to_upper"),
    *("value", "lower", "upper", "se", "g", "g_lower", "g_upper", "g_variance"),
    *("delta", "delta_lower", "delta_upper", "hl", "hl_lower", "hl_upper", "p", "p_holm"),
    *("test", "reading"),
)


#: What keeps a shift from being given: (before, after), status, reason, and how many have a score.
FEW = {
    "one wave only": (([1, 2, 3], []), "no answers", "Nobody answered at After."),
    "nobody at all": (([], []), "no answers", "Nobody answered at Before or at After."),
    "all left it out": (([None] * 4, [1, 2, 3]), "no answers", "Nobody answered at Before."),
    "one": (
        ([5], [1, 2, 3]),
        "not enough data",
        "1 person has a score at Before: at least 3 are needed.",
    ),
    "two": (
        ([1, 2, 3, 4], [4, 5]),
        "not enough data",
        "2 people have a score at After: at least 3 are needed.",
    ),
    "two and one": (
        ([1, 2], [4]),
        "not enough data",
        "2 people have a score at Before and 1 person at After: at least 3 are needed.",
    ),
}


def test_what_is_too_few_says_so_in_words(shifts):
    scores = {
        (site, wave): each
        for site, (case, _, _) in FEW.items()
        for wave, each in zip(("before", "after"), case, strict=True)
    }
    scores = {(site.replace(" ", "-"), wave): each for (site, wave), each in scores.items()}
    # Four people at every wave elsewhere, so that both waves were asked.
    scores |= {("full", "before"): [1, 2, 3, 4], ("full", "after"): [2, 3, 4, 5]}
    frame = shifts(scores, sites=[{"site_id": s.replace(" ", "-")} for s in (*FEW, "full")])
    for site, (case, status, reason) in FEW.items():
        found = row(frame, site=site.replace(" ", "-"))
        assert (found["status"], found["reason"]) == (status, reason)
        assert [found[name] for name in ESTIMATES] == [None] * len(ESTIMATES)
        points = [[s for s in each if s is not None] for each in case]
        assert [found["points_from"], found["points_to"]] == points
        assert [found["n_from"], found["n_to"]] == [len(p) for p in points]
    assert row(frame, site="full")["status"] == "ok"
    assert frame.height == 2 * (len(FEW) + 1)


def test_no_pairs_and_too_few_of_them(shifts):
    before, after = linked([1, 2, 3], [2, 3, 5])
    frame = shifts(
        {
            ("a", "before"): [1, 2, 3],
            ("a", "after"): [2, 3, 5],
            ("b", "before"): [*before[:2], 4],
            ("b", "after"): [*after[:2], 4],
        }
    )
    none, two = row(frame, design="paired"), row(frame, site="b", design="paired")
    assert (none["status"], two["status"]) == ("not enough data",) * 2
    assert none["reason"] == (
        "No person code links a score at Before with one at After, so there are no pairs."
    )
    assert two["reason"] == (
        "2 people have a score at both Before and After: at least 3 are needed."
    )
    assert row(frame, site="b")["status"] == "ok"


def test_a_person_who_changed_site_is_no_pair(shifts):
    before, after = linked([1, 2, 3], [2, 3, 5])
    frame = shifts({("a", "before"): before, ("b", "after"): after})
    assert set(frame.filter(design="paired")["n_pairs"]) == {0}


def test_the_programme_may_ask_for_more_people_but_never_for_fewer_than_three(shifts):
    scores = {("a", "before"): [1, 2, 3, 4], ("a", "after"): [2, 3, 4, 5, 6]}
    found = row(shifts(scores, programme={"minimum_n": 5}))
    assert found["reason"] == "4 people have a score at Before: at least 5 are needed."


def test_places_that_must_not_be_compared_are_never_computed(shifts):
    given = [1, 2, 3, 4]
    sites = [
        {"site_id": "a", "comparable_across_waves": "no"},
        {"site_id": "old", "comparable_across_waves": "no"},
        {"site_id": "new", "alias_of": "old", "comparable_across_waves": "yes"},
        {"site_id": "u", "comparable_across_waves": "unknown"},
        {"site_id": "moved", "comparable_across_waves": "yes"},
        {"site_id": "to", "alias_of": "moved", "comparable_across_waves": "yes"},
    ]
    scores = {(site, wave): given for site in ("a", "new", "u") for wave in ("before", "after")}
    scores |= {("old", "before"): given, ("moved", "before"): given, ("to", "after"): given}
    frame = shifts(scores, sites=sites)
    reasons = {
        "a": "Site a stands for two places: its waves must not be compared.",
        "old": "Site old and Site new are two places: their waves must not be compared.",
        "new": "Site new and Site old are two places: their waves must not be compared.",
    }
    for site, reason in reasons.items():
        for design in ("unpaired", "paired"):
            found = row(frame, site=site, design=design)
            assert (found["status"], found["reason"]) == ("not comparable", reason)
            assert found["comparable"] == "no"
            assert (found["points_from"], found["points_to"]) == ([], [])
            assert [found[name] for name in ESTIMATES] == [None] * len(ESTIMATES)
    unknown = row(frame, site="u")
    assert (unknown["status"], unknown["comparable"], unknown["reason"]) == ("ok", "unknown", None)
    # A place that another one stands for is not joined with it.
    assert row(frame, site="to")["reason"] == (
        "Nobody answered at Before; Site moved counts as a site of its own."
    )


def test_a_wave_at_which_nobody_was_asked_says_so(shifts):
    frame = shifts({("a", "before"): [1, 2, 3]}, labels=("Before", "Mid", "After"))
    reasons = {
        ("before", "mid"): "Mood was not asked at Mid.",
        ("mid", "after"): "Mood was not asked at Mid or at After.",
    }
    for (first, second), reason in reasons.items():
        found = row(frame, from_wave_id=first, to_wave_id=second)
        assert (found["status"], found["reason"]) == ("not asked", reason)
        assert (found["n_items"], found["n_items_scale"]) == (0, 1)
        assert found["items_left_out"] == "Item m"
    assert row(frame, from_wave_id="before", to_wave_id="mid")["n_asked_from"] == 3

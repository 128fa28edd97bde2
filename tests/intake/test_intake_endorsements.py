"""A team's own output of the matching tool: strategies and barriers by name or id."""


def test_ids_case_and_and_lead_to_the_names_of_the_reference(accepted):
    rows = [
        {"barrier_2009": "2009-III-E2", "strategy": "ERIC01", "percent": "46 %"},
        {
            "barrier_2009": "networks and communications",
            "strategy": "promote NETWORK weaving",
            "percent": "57",
        },
    ]
    result = accepted({"sites": [], "strategy_endorsements": rows})
    assert [p.sentence() for p in result.problems if "endorse" in p.file] == []
    assert result.tables["strategy_endorsements"].select(
        "barrier_2009", "strategy", "percent"
    ).rows() == [
        ("Available Resources", "Access new funding", 46.0),
        ("Networks & Communications", "Promote network weaving", 57.0),
    ]


def test_an_unknown_strategy_is_refused_with_the_nearest_name(sentences):
    rows = [{"barrier_2009": "Cost", "strategy": "Acces new fundings", "percent": "46"}]
    assert sentences({"strategy_endorsements": rows}) == [
        'strategy_endorsements.csv, row 2, column strategy: found "Acces new fundings", but ERIC '
        "has no strategy of this name or id. Did you mean Access new funding?"
    ]


def test_one_pair_may_come_from_two_sources_but_not_twice_from_one(accepted):
    row = {"barrier_2009": "Cost", "strategy": "ERIC01", "percent": "46", "source": "paper"}
    result = accepted({"strategy_endorsements": [row, row | {"source": ""}, row]})
    assert [p.row for p in result.problems if p.severity == "refused"] == [2, 4]
    assert len(result.tables["strategy_endorsements"]) == 1

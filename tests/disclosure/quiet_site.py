"""A small programme with one quiet site, whose groups are all hidden in the shareable view.

Its numbers and words stand nowhere else, so that a search can find them.
"""

from __future__ import annotations

from typing import Any

from bridgeboard.decisions import Decisions
from tests.disclosure.programmes import two_waves

K = 20
#: People before and after; at the quiet site 13 and 17, and never both numbers anywhere else.
SIZES = {"a": (41, 43), "b": (37, 38), "quiet": (13, 17), "c": (53, 47)}
ABOUT = {"gender": {"female": 61, "male": 71, "other": 7}, "profession": {"Nurse": 118}}
ABOUT["profession"] |= {"Zitherist": 11}

#: Words of what only the team may read. They stand in free text alone, one in each place.
TEAM_ONLY = {
    "a statement": "quartzwhisper",
    "its reference in the transcript": "TR-88412",
    "a quotation among the facts": "marzipanledger",
    "a rater": "rater-okapi",
    "why the rater rated so": "umbrellafossil",
    "an action": "velvetharpoon",
    "who does it": "Quillfeather",
    "why a rating was accepted": "cobaltgiraffe",
    "a grouping that somebody made": "tangerinefjord",
}
#: Nobody is ever sent these.
NOBODYS = ("codename-pelican", "resp-ibis")


def quiet_site() -> dict[str, list[dict[str, Any]]]:
    """The tables of the programme."""
    tables = two_waves(SIZES, linked={"a": 30, "b": 25, "quiet": 12, "c": 40}, about=ABOUT)
    names = {}
    for n, one in enumerate(tables["respondents"]):
        if one["site_id"] == "quiet":
            before, one["respondent_id"] = one["respondent_id"], f"resp-ibis{n}"
            names[before] = one["respondent_id"]
            if "person_code" in one:
                one["person_code"] = one["person_code"].replace("quiet", "codename-pelican")
    for one in tables["answers"]:
        one["respondent_id"] = names.get(one["respondent_id"], one["respondent_id"])
    waves = [dict(one) for one in tables["waves"]]
    waves[0] |= {"label": "Before", "from_on": "2023-01-09", "to_on": "2023-02-10"}
    waves[0] |= {"reported_n": 14, "reported_age_mean": 41.73}
    waves[1] |= {"label": "After", "from_on": "2024-01-08", "to_on": "2024-02-09"}
    about = {"site_id": "quiet", "construct_id": "III-A-3", "theme_id": "roles"}
    held_back = about | {"valence": "negative", "stance": "concern", "release": "team"}
    rated = {"framework": "2022", "construct_id": "III-A-3"}
    return tables | {
        "waves": waves,
        "themes": [{"theme_id": "roles", "label": "Roles", "construct_id": "III-A-3"}],
        "focus_groups": [
            {"group_id": "g", "site_id": "quiet", "wave_id": "pre", "n_participants": 7},
            {"group_id": "h", "site_id": "a", "wave_id": "pre", "n_participants": 23},
        ],
        "statements": [
            held_back
            | {
                "statement_id": "first",
                "text": "They said quartzwhisper.",
                "transcript_refs": "TR-88412",
                "group_id": "g",
            },
            *(held_back | {"text": f"So did {n}.", "wave_id": "post"} for n in range(28)),
            held_back | {"site_id": "b", "text": "Here, too."},
            about
            | {
                "statement_id": "open",
                "text": "All may read this.",
                "valence": "positive",
                "stance": "benefit",
            },
            {"statement_id": "other", "site_id": "a", "theme_id": "roles", "text": "And this."}
            | {"wave_id": "post"},
        ],
        "ratings": [
            rated | {"site_id": site, "rating": rating, "rater": rater, "rationale": why}
            for site, rating, rater, why in (
                ("quiet", -2, "rater-okapi", "Because of umbrellafossil."),
                ("quiet", 1, "r2", "So it is."),
                ("a", 2, "rater-okapi", "So it seems."),
                ("a", 1, "r2", "So it is."),
                ("b", -1, "r2", "So it is."),
            )
        ],
        "context": [
            {"site_id": "quiet", "wave_id": "post", "factor": "resources", "kind": "quote"}
            | {"finding": "No marzipanledger here.", "direction": "hinders"},
            {"fact_id": "open", "site_id": "a", "wave_id": "post", "factor": "resources"}
            | {"direction": "supports"},
        ],
        "payments": [
            {"site_id": "quiet", "from_on": "2023-03-01", "basis": "employed", "amount": 317.25}
            | {"currency": "EUR", "per": "month", "n_psw": 1, "reference_wage": 1000},
            {"site_id": "a", "from_on": "2023-03-01", "basis": "employed", "amount": 900}
            | {"currency": "EUR", "per": "month", "n_psw": 24, "reference_wage": 1000},
        ],
        "milestones": [{"site_id": "quiet", "planned_on": "2023-05-01"}],
        "outcomes": [
            {"site_id": site, "outcome": "Went well", "group": group}
            for site, group in (("a", "high"), ("b", "low"))
        ],
    }


def decide(kept: Decisions) -> None:
    """What people of the programme decided."""
    kept.add_action(
        site_id="quiet", what="Buy a velvetharpoon", owner="Quillfeather", due="2023-06-01"
    )
    rating = {"framework": "2022", "construct_id": "III-A-3", "basis": "raters"}
    kept.accept_rating(
        **rating, site_id="quiet", wave_id="pre", rating=-1, state="rated", reason="cobaltgiraffe"
    )
    kept.set_grouping("tangerinefjord", {"a": "high", "quiet": "low"})

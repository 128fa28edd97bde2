"""Programmes with two waves for the rules about comparisons: who answered, and who is linked."""

from collections.abc import Mapping

ITEMS = ("b1", "b2", "b3", "b4", "c1", "c2", "c3", "c4", "r1", "r2", "t1", "t2")
WAVES = [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}]


def two_waves(
    sizes: Mapping[str, tuple[int, int]],
    linked: Mapping[str, int] | None = None,
    about: Mapping[str, Mapping[str, int]] | None = None,
) -> dict:
    """Tables of a survey with all items of PSA-12.

    sizes:  people before and after, by site.
    linked: how many of them are the same people, by site.
    about:  how many people of each wave say what of themselves, over all sites in their order:
            {"gender": {"female": 12, "male": 7}}; the rest says nothing.
    """
    respondents, answers = [], []
    for at, wave in enumerate(("pre", "post")):
        said = {
            column: [word for word, n in words.items() for _ in range(n)]
            for column, words in (about or {}).items()
        }
        for site, both in sizes.items():
            for i in range(both[at]):
                name = f"{site}-{wave}-{i}"
                person = {"respondent_id": name, "site_id": site, "wave_id": wave}
                if i < (linked or {}).get(site, 0):
                    person["person_code"] = f"{site}-{i}"
                person |= {
                    column: words.pop(0) if words else None for column, words in said.items()
                }
                respondents.append(person)
                answers += [
                    {"respondent_id": name, "instrument_id": "psa12", "item_id": item}
                    | {"value": _ticked(item, level=1 + (3 * i + at) % 5, by=(i * j + at) % 3 - 1)}
                    for j, item in enumerate(ITEMS)
                ]
    return {"respondents": respondents, "answers": answers, "waves": WAVES}


def _ticked(item: str, level: int, by: int) -> int:
    """What somebody of this level ticks, give or take; items about concerns are reversed."""
    value = min(max(level + by, 1), 5)
    return 6 - value if item.startswith("c") else value

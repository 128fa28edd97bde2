"""What bears on an influence, a construct or a theme: items, constructs, statements, factors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from bridgeboard.measures.comparisons import families
from bridgeboard.measures.constructs import constructs, crosswalk

if TYPE_CHECKING:
    from bridgeboard.instruments import Item
    from bridgeboard.store import Snapshot

KINDS = ("influence", "construct", "theme")

#: How ids of the traits of people begin: need, capability, opportunity, motivation of a role.
TRAIT = "IV-C-"


class Rated(NamedTuple):
    """A construct whose rating bears on a subject.

    votes: False where the subject is about people in one role, which a rating doesn't name.
    """

    framework: str
    construct_id: str
    label: str
    votes: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row of the joint display is about, and what bears on it.

    items: (instrument_id, item_id), of instruments whose items are scored.
    """

    kind: str
    subject_id: str
    label: str
    group: str | None
    items: tuple[tuple[str, str], ...]
    rated: tuple[Rated, ...]
    factors: tuple[str, ...]


#: A construct of people's characteristics, and the role it is about: "" where none is meant.
Role = tuple[str, str]

_THEMES = """
SELECT t.theme_id, t.label, t.tree, t.construct_id, t.construct_role_id,
       list(w.theme_id ORDER BY w.steps, w.theme_id)::VARCHAR[] AS within
FROM themes t JOIN themes_within w ON w.within_id = t.theme_id
GROUP BY ALL ORDER BY t.theme_id
"""


def subjects(snapshot: Snapshot, said: pl.DataFrame, rated: pl.DataFrame) -> list[Subject]:
    """Everything that a joint display may be about, in order: influences, constructs, themes.

    In:  influences, cfir_constructs, themes, instruments; said: kind and subject_id, those of
         statements_on_subjects; rated: framework and construct_id of constructs that were rated.
    Out: all influences; the constructs that are rated, or on which an item or statement bears; the
         themes on which an item or statement bears.
    """
    named = influences(snapshot)
    on = {kind: set(part["subject_id"]) for (kind,), part in said.group_by("kind")}
    which = {("2022", construct) for construct in on.get("construct", ())}
    which |= set(rated.select("framework", "construct_id").iter_rows())
    return [
        *(subject for subject, _ in named),
        *_constructs(snapshot, named, which),
        *_themes(snapshot, named, on.get("theme", set())),
    ]


class Named(NamedTuple):
    """What the reference table names for an influence."""

    roles: list[Role]
    themes: list[str]
    factors: list[str]


def influences(snapshot: Snapshot) -> list[tuple[Subject, Named]]:
    """The influences in their order, each with what the reference table names for it."""
    known, earlier = _of_2022(snapshot), _earlier(snapshot)
    ids = {label: construct_id for construct_id, label in known.items()}
    items = _items(snapshot)
    found = []
    for row in snapshot.query('SELECT * FROM influences ORDER BY "order"').to_dicts():
        roles = [_role(name, ids) for name in _split(row["cfir_2022_constructs"])]
        named = Named(roles, _split(row["themes"]), _split(row["context_factors"]))
        of_table = {("psa12", item) for item in _split(row["psa12_items"])}
        subject = Subject(
            kind="influence",
            subject_id=row["influence_id"],
            label=row["label"],
            group=None,
            items=tuple(
                which
                for which, item in items.items()
                if item.influence_id == row["influence_id"] or which in of_table
            ),
            rated=tuple(_rated(roles, known, earlier)),
            factors=tuple(named.factors),
        )
        found.append((subject, named))
    return found


def _constructs(
    snapshot: Snapshot, named: list[tuple[Subject, Named]], which: set[tuple[str, str]]
) -> Iterable[Subject]:
    items = _items(snapshot)
    wanted = which | {("2022", i.construct_id) for i in items.values() if i.construct_id}
    own = [name for framework, name in wanted if framework == "own"]
    for row in constructs(snapshot, own).to_dicts():
        framework, construct_id = row["framework"], row["construct_id"]
        if (framework, construct_id) not in wanted:
            continue
        is_2022 = framework == "2022"
        yield Subject(
            kind="construct",
            subject_id=construct_id,
            label=row["construct_label"],
            group=row["domain_label"],
            items=tuple(
                i for i, item in items.items() if is_2022 and item.construct_id == construct_id
            ),
            rated=(Rated(framework, construct_id, "", True),),
            factors=_factors(n for _, n in named if construct_id in dict(n.roles)),
        )


def _themes(
    snapshot: Snapshot, named: list[tuple[Subject, Named]], reported: set[str]
) -> Iterable[Subject]:
    items = _items(snapshot)
    known, earlier = _of_2022(snapshot), _earlier(snapshot)
    for theme_id, label, tree, construct_id, role_id, within in snapshot.query(_THEMES).iter_rows():
        own = tuple(which for which, item in items.items() if item.theme_id in within)
        if theme_id in reported or own:
            roles = [(construct_id, role_id or "")] if construct_id else []
            yield Subject(
                kind="theme",
                subject_id=theme_id,
                label=label,
                group=tree,
                items=own,
                rated=tuple(_rated(roles, known, earlier)),
                factors=_factors(n for _, n in named if not set(within).isdisjoint(n.themes)),
            )


def _items(snapshot: Snapshot) -> dict[tuple[str, str], Item]:
    """Items of instruments that are scored and no versions of another."""
    return {
        (instrument.instrument_id, item.item_id): item
        for instrument, *_ in families(snapshot).values()
        if instrument.scales
        for item in instrument.items
    }


def _of_2022(snapshot: Snapshot) -> dict[str, str]:
    """Names of the constructs of 2022."""
    of_2022 = constructs(snapshot).filter(pl.col("framework") == "2022")
    return dict(of_2022.select("construct_id", "construct_label").iter_rows())


def _earlier(snapshot: Snapshot) -> dict[str, list[tuple[str, str]]]:
    """Constructs of 2009 with their names, by each construct of 2022 that a link was read to.

    A trait of people is linked by single items about people in one role: no link of its own.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    links = crosswalk(snapshot).select("id_2022", "id_2009", "label_2009")
    for id_2022, id_2009, label in links.iter_rows():
        if not id_2022.startswith(TRAIT):
            found.setdefault(id_2022, []).append((id_2009, label))
    return found


def _rated(
    roles: Iterable[Role], labels: Mapping[str, str], earlier: Mapping[str, list[tuple[str, str]]]
) -> Iterable[Rated]:
    """Each construct of 2022 once, then those of 2009 that a verified link leads from."""
    of_role: dict[str, bool] = {}
    for construct_id, role in roles:
        of_role[construct_id] = of_role.get(construct_id, False) or bool(role)
    for construct_id, has_role in of_role.items():
        label = labels[construct_id] + (" (role not said)" if has_role else "")
        yield Rated("2022", construct_id, label, not has_role)
    of_2009 = dict(link for construct_id in of_role for link in earlier.get(construct_id, ()))
    for id_2009, label in of_2009.items():
        yield Rated("2009", id_2009, f"{label} (2009)", True)


def _role(name: str, ids: Mapping[str, str]) -> Role:
    """Capability (Innovation Deliverers) is Capability, of the role Innovation Deliverers."""
    if name in ids:
        return ids[name], ""
    label, _, role = name.removesuffix(")").rpartition(" (")
    return ids[label], ids[role]


def _factors(named: Iterable[Named]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(factor for each in named for factor in each.factors))


def _split(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(";") if part.strip()]

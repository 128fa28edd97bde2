"""Words of the Overview."""

from bridgeboard.access import Sight
from bridgeboard.store import SnapshotRecord
from schemas.programme import Source

TITLE = "Overview"
QUESTION = "What is this programme, what evidence is there, and what deserves attention?"
PUBLISHED = "Published {at} UTC by {by}, from {files}: {rows} accepted, {refused} refused."
PUBLISHED_WHEN = "Published {at} UTC by {by}."
EVIDENCE = (
    "“Nothing loaded” says nothing about a site: it says that nobody has brought the evidence yet."
)
NO_MAP = "No site has coordinates, so there is no map. Add latitude and longitude to sites.csv."
CANNOT_TELL = "What can't the sources tell?"
NOTHING_UNKNOWN = "The programme names nothing that its sources leave open."
ADD_UNKNOWN = (
    "Say so in programme.toml, as cannot_tell: readers trust numbers that know their limits."
)
SOURCES = "Sources"
NO_SOURCES = "No source is named."
ADD_SOURCES = "Name papers and data collections in programme.toml, under [sources]."
DOI = "doi:{doi}"
COVERS = "What of it was used: {covers}"


def published(record: SnapshotRecord, sight: Sight, view: str) -> str:
    """When, by whom and from what the snapshot was published.

    How many rows there are is for the team: the difference of two publishes tells how many people
    or statements came.
    """
    if view == "shareable" or sight.sites is not None:
        return PUBLISHED_WHEN.format(at=f"{record.published_at:%Y-%m-%d %H:%M}", by=record.by)
    files, rows = len(record.files), sum(record.n_rows.values())
    return PUBLISHED.format(
        at=f"{record.published_at:%Y-%m-%d %H:%M}",
        by=record.by,
        files="1 file" if files == 1 else f"{files} files",
        rows=f"{rows:,} rows".replace(",", "\u202f"),
        refused=record.n_refused,
    )


def source(said: Source) -> str:
    """A source as it is cited, with its DOI as text and what of it was used."""
    parts = [f"{said.label}: {said.citation}"]
    if said.doi:
        parts.append(DOI.format(doi=said.doi))
    if said.covers:
        parts.append(COVERS.format(covers=said.covers))
    return " ".join(parts)

"""Ratings: CFIR constructs, rated."""

import pandera.polars as pa
import polars as pl

from schemas._table import PROVENANCE, Table, column


class Ratings(Table):
    """A CFIR construct rated for a site at a wave by one rater.

    Mixed, 0, missing and not applicable are four different things. Ratings are ordinal and are
    never averaged or summed into a score for a site. Ratings that stand in a matrix (constructs
    down, sites across) need no such table: name the file under [[rating_matrices]].
    """

    site_id: str = column("The site", refers_to="sites.site_id")
    wave_id: str = column("The wave", refers_to="waves.wave_id")
    framework: str = column(
        "The CFIR edition; own for a construct that is in neither", allowed=("2009", "2022", "own")
    )
    construct_id: str = column(
        "The construct, in its edition; an own one by its name",
        refers_to="reference:constructs_by_framework",
        max_length=200,
    )
    rater: str = column("Who rated: a code or role, never a name; consensus for the agreed rating")
    rating: int = column(
        "-2 strong barrier to +2 strong facilitator; with mixed: the way it leans",
        nullable=True,
        ge=-2,
        le=2,
    )
    state: str = column(
        "What kind of rating", allowed=("rated", "mixed", "missing", "not_applicable")
    )
    rationale: str = column("Why", nullable=True, max_length=5000)
    provenance: str = column("Where the row comes from", allowed=PROVENANCE)
    source: str = column("Source named in programme.toml", refers_to="sources", nullable=True)
    raw: str = column("The cell of a matrix as it was written", nullable=True, max_length=200)
    note: str = column("Remark for readers", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per site, wave, construct and rater."""

        metadata = {
            "looks_at": {"rating_fits_state": ["rating", "state"]},
            "table": "ratings",
            "key": ["site_id", "wave_id", "framework", "construct_id", "rater"],
        }

    @pa.dataframe_check(
        name="rating_fits_state",
        error="rated needs a rating from -2 to 2; missing and not_applicable have none: "
        "fill in the rating or mend the state",
    )
    def _rating_fits_state(cls, data: pa.PolarsData) -> pl.LazyFrame:
        has = pl.col("rating").is_not_null()
        return data.lazyframe.select(
            pl.when(pl.col("state") == "rated")
            .then(has)
            .when(pl.col("state") == "mixed")
            .then(True)
            .otherwise(~has)
        )

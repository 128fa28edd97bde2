"""detectable: which shift a number of respondents can show."""

from __future__ import annotations

from bridgeboard.measures.measure import IS_TOTAL, SCALE, SITE, Column, integer, number

COLUMNS = (
    *SITE,
    IS_TOTAL,
    *SCALE,
    Column("kind", "planned (any site with so many people) or present (the site's latest wave)"),
    Column("design", "unpaired (other people at each wave) or paired (the same people)"),
    integer("n_planned", "People at each wave", "people"),
    integer("n_sites", "Sites with scores, for pooled_value", "sites"),
    number("sd", "Spread between people of the same site and wave", "scale points"),
    integer("n", "Scores on which sd rests", "people"),
    number("correlation", "Between the same people's scores at two waves; paired only", "-1 to 1"),
    Column("correlation_basis", "Where the correlation is from"),
    number("tau", "How far the sites' true shifts differ (sd)", "scale points"),
    number("value", "Smallest true shift at one site that would be shown", "scale points"),
    number("half_width", "How far the 95 % interval will reach to each side", "scale points"),
    number("pooled_value", "Smallest true mean shift over all sites", "scale points"),
    number("power", "Chance to show a shift of that size", "0 to 1"),
    Column("status", "ok, no spread, not enough data, or no answers"),
)

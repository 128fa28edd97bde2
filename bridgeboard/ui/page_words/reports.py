"""Words of the offer to take a report away."""

TITLE = "Take it with you"
WHAT = {
    "site": "A report on {site}: what this page tells, with its tables, methods and sources.",
    "programme": (
        "A report on the whole programme: evidence, readiness, attitudes, CFIR, focus groups, "
        "context, pay, steps and gaps, with methods and sources."
    ),
    "comparison": (
        "A report that compares sites and income levels on everything that can be compared, with "
        "methods and sources."
    ),
    "asked": (
        "A report that compares sites and income levels on what you see here, in every look, on "
        "the same income basis and in the same order, with methods and sources. One on all "
        "measures is offered on the page Context and payment."
    ),
}
VIEWS = {
    "team": (
        "It holds what you see in the team view: don't pass it on outside the team. For others, "
        "choose the shareable view first."
    ),
    "own": (
        "It holds what you see of your own sites: don't pass it on outside the team. The team can "
        "make one for others."
    ),
    "shareable": "It holds what the shareable view shows, and nothing that it hides.",
}
KIND = "Kind of file"
KINDS = {
    "html": "HTML, interactive (about 5 MB)",
    "light": "HTML, light (under 1 MB)",
    "pdf": "PDF, to print and sign",
    "xlsx": "XLSX workbook, with real numbers",
}
MAKE = "Make the file"
MAKING = "Making the report: some seconds."
DOWNLOAD = "Download {name} ({size} MB)"
REPORT = {"site": "report", "programme": "programme report", "comparison": "comparison report"}

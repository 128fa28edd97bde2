"""All benchmarks, or some: a table each, a verdict per target, and benchmarks/RESULTS.md.

python -m benchmarks [SUBJECT ...] [--sizes 10000,1000000] [--rounds 5]

Without SUBJECT all but those that take longer than half an hour (LONG).
"""

from __future__ import annotations

import argparse
from importlib import import_module

from benchmarks import results

#: Each a module of this package with figures(sizes, rounds); what they need comes with make test.
SUBJECTS = ("publish", "marts", "measures", "pages", "first_view", "people")
#: Run when named: a soak, what needs an engine of its own, and intervals' coverage, which writes a
#: file of its own.
LONG = ("soak", "cluster")
SIZES, ROUNDS = (10_000, 1_000_000, 10_000_000), 5


def main() -> None:
    """Measure, print and write down."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("subjects", nargs="*", choices=[*SUBJECTS, *LONG, []], metavar="SUBJECT")
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="answers, with commas between")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    verdicts = []
    for subject in asked.subjects or SUBJECTS:
        module = import_module(f"benchmarks.{subject}")
        figures = list(module.figures(asked.sizes, asked.rounds))
        about = module.__doc__.split("\n\n")[0]
        print(f"\n{about}\n", *results.table(figures), sep="\n", flush=True)
        results.write({subject: results.section(subject, about, figures)})
        verdicts += [results.verdict(figure) for figure in figures if figure.met is not None]
    print("\n", *verdicts, sep="\n")


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in text.split(","))


if __name__ == "__main__":
    main()

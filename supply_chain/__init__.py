"""What Bridgeboard is made of besides its own code: versions, hashes, licences, known weaknesses.

    make supply     write sbom.cdx.json; list licences, and what is known against these versions

Nothing here is needed to run Bridgeboard, and nothing here imports it.
"""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SBOM = PROJECT / "sbom.cdx.json"

"""`python -m kpicheck`."""

from kpicheck.cli import main

main()

"""Verbs of the command line that are written in Python; `forestall VERB` finds them as `forestall-VERB`."""

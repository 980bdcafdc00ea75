"""English: data only; see docs/lexicon.md."""

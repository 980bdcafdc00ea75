"""Grammar over a Document: voice, subjects, cases, coordination, phrase spans, tense. Pure functions on token indices."""

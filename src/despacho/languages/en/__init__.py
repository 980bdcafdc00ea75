"""English: word lists and rules, word forms, and how its treebanks differ from what the grammar reads."""

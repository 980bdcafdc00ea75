"""How the shipped models are made from treebanks; nothing here is imported by the package."""

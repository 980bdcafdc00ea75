"""Views: one article with its events, on a terminal and as a page."""

"""Published cells as views, and views as words, tiles, charts and HTML."""

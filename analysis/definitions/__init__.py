"""What is counted and by what: indicators, breakdowns, and what a reader may choose."""

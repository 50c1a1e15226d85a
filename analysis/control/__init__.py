"""Whether a number that is counted every month or quarter changes more than it always does."""

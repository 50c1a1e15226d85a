"""From a number back to rows of files, and from one version of the data to another."""

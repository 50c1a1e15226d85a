"""Published files: made once from a published cube, and answered as they are."""

"""Numbers that were published and that a later version publishes otherwise."""

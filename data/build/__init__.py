"""From text cells to one checked version of the store: laying out, rules, places, repeats."""

"""From validated tables to indicators, the protected cube, figures and words."""

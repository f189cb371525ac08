"""How I want to be told: three choices on top, where to reach me, and the rest folded."""

"""Whether a citizen's sentence can be understood at once: forbidden words, length, "tu", claims of emptiness.

Knows words and sentences. Refuses to know how messages are extracted, translated or shown.
"""

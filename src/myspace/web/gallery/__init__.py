"""The workshop: every piece of the pages with its examples, its parameters and the call to copy. Knows no citizen.

It is there only where the country is invented. Its own words are English, as the code's; the pieces speak the reader's.
"""

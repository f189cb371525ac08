"""`./myspace new-connector NAME`: a copy of the example connector, renamed, with a red run that says what is left."""

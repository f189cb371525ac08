"""The figures: `./myspace bench [NAME]`. Each is a ratio of two sides measured in one run, or a count at a socket."""

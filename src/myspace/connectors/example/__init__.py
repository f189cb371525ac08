"""The smallest whole connector, of a protocol that nobody speaks: what `./myspace new-connector` copies. See client."""

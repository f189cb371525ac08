"""The large proofs, one file each: `./myspace prove NAME`. What two of them share begins with an underscore."""

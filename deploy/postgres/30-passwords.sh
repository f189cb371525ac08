#!/usr/bin/env bash
# Gives each role its own password, from postgres.env. Run by the image of PostgreSQL once, after 20-roles.sql.
set -euo pipefail
for role in owner web live worker maker keeper; do
    name="PASSWORD_${role^^}"
    # By psql's own variable: no quote in a password ends the statement, and none is a word of a command.
    psql -qX -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<SQL
\\getenv secret $name
SET password_encryption = 'scram-sha-256';
ALTER ROLE myspace_$role PASSWORD :'secret';
SQL
done

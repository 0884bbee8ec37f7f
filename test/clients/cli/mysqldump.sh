#!/usr/bin/env bash
# mysqldump (or MariaDB's) writes the schema of every database.
set -euo pipefail
dump=$(command -v mysqldump || command -v mariadb-dump)
for database in default system; do
  out=$("$dump" --no-data --host "$STAGEWIRE_HOST" --port "$STAGEWIRE_PORT" --user "$STAGEWIRE_USER" --password="$STAGEWIRE_PASSWORD" "$database")
  grep -q 'Dump completed' <<< "$out"
done
grep -q 'stages' <<< "$out"
echo '1 passed, 0 failed'

#!/usr/bin/env bash
# mycli without a terminal: its start-up questions, completion queries and a statement.
set -euo pipefail
out=$("$MYCLI" --host "$STAGEWIRE_HOST" --port "$STAGEWIRE_PORT" --user "$STAGEWIRE_USER" --password "$STAGEWIRE_PASSWORD" --csv --execute 'SELECT 1 AS one; LIST @clients' default < /dev/null)
grep -q 'one' <<< "$out"
echo '1 passed, 0 failed'

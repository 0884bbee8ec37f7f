#!/usr/bin/env bash
# drizzle-kit reads a schema from information_schema and writes it as TypeScript.
set -euo pipefail
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cat > "$out/drizzle.config.json" <<JSON
{ "dialect": "mysql", "out": "$out/schema", "dbCredentials": { "host": "$STAGEWIRE_HOST", "port": $STAGEWIRE_PORT, "user": "$STAGEWIRE_USER", "password": "$STAGEWIRE_PASSWORD", "database": "system" } }
JSON
ln -s "$PWD/node_modules" "$out/node_modules"
node_modules/.bin/drizzle-kit introspect --config "$out/drizzle.config.json" > "$out/log" 2>&1 || { cat "$out/log" >&2; exit 1; }
grep -q 'mysqlTable("one"' "$out/schema/schema.ts" || { cat "$out/log" "$out/schema/schema.ts" >&2; exit 1; }
echo '1 passed, 0 failed'

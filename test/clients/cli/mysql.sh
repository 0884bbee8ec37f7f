#!/usr/bin/env bash
# MySQL's own command line clients: logging in by caching_sha2_password, their commands, files both ways.
set -uo pipefail
export MYSQL_PWD=$STAGEWIRE_PASSWORD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

client() { tool mysql "$@"; }
tool() { "$CLIENTS/$1" --no-defaults --host="$STAGEWIRE_HOST" --port="$STAGEWIRE_PORT" --user="$STAGEWIRE_USER" "${@:2}"; }

# check <name> <pattern> <command…>: what the command writes to either stream matches.
check() {
  local name=$1 pattern=$2 out
  shift 2
  out=$("$@" 2>&1)
  if grep -qE -- "$pattern" <<< "$out"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s: no %s in\n%s\n' "$name" "$pattern" "$out" >&2
  fi
}

check 'TLS is taken where it is offered' '^Ssl_version.TLSv1' client -e "SHOW STATUS LIKE 'Ssl_version'"
check 'without TLS the password goes by RSA' '^1$' client --ssl-mode=DISABLED --get-server-public-key -N -e 'SELECT 1'
check 'a server that is not the one named' 'ERROR 2026' client --ssl-mode=VERIFY_IDENTITY --ssl-ca=/dev/null -e 'SELECT 1'
check 'a wrong password' 'ERROR 1045 \(28000\)' env MYSQL_PWD=wrong "$CLIENTS/mysql" --no-defaults --host="$STAGEWIRE_HOST" --port="$STAGEWIRE_PORT" --user="$STAGEWIRE_USER" -e 'SELECT 1'
check 'status' 'Current user:.*ann@' client --commands -e '\s'
check 'status knows the protocol' 'Protocol version:.*10' client --commands -e status
check 'a table' '^\| one \|$' client -t -e 'SELECT 1 AS one'
check 'rows one below the other' '^one: 1$' client -E -e 'SELECT 1 AS one'
check 'XML' '<field name="one">1</field>' client -X -e 'SELECT 1 AS one'
check 'an error names its number' '^ERROR 1146 \(42S02\) at line 1' client -e 'SELECT * FROM nothing'
check 'warnings' '^Warning \(Code 1235\)' client --show-warnings -e 'SET PERSIST max_execution_time = 0'
check 'several statements and a delimiter of one'"'"'s own' '^2$' client -N <<< $'delimiter //\nSELECT 1; SELECT 2//'
check 'USE' '^system$' client --commands -N <<< $'use system\nSELECT DATABASE();'
check 'another connection' '^system$' client --commands -N <<< $'connect system\nSELECT DATABASE();'
check 'COM_RESET_CONNECTION forgets variables' '^NULL$' client --commands -N <<< $'SET @a = 5;\nresetconnection\nSELECT @a;'
check 'query attributes' '^v1$' client --commands -N <<< $'query_attributes n1 v1\nSELECT mysql_query_attribute_string("n1");'
check 'what it says of itself' '^program_name.mysql$' client -e 'SELECT ATTR_NAME, ATTR_VALUE FROM performance_schema.session_account_connect_attrs'
check 'and of its library' '^_client_name.libmysql$' client -e 'SELECT ATTR_NAME, ATTR_VALUE FROM performance_schema.session_account_connect_attrs'
for codec in zlib zstd; do
  check "compression by $codec" "^Compression_algorithm.$codec" client --compression-algorithms="$codec" -e "SHOW STATUS LIKE 'Compression_algorithm'; SELECT repeat('x', 1000000)"
done
check 'safe updates set variables at login' '^1$' client --safe-updates -N -e 'SELECT @@sql_safe_updates'
check 'column types' 'Type:.*LONGLONG' client --column-type-info --commands -t -e 'SELECT 1'
check 'rows are counted' '2 rows in set' client -vvv -e 'SELECT 1 UNION ALL SELECT 2'

check 'PUT' '^books.csv.cli/books.csv' client --local-infile=1 -N -e "PUT 'file://$STAGEWIRE_FILE' @clients/cli OVERWRITE = TRUE"
check 'LOAD DATA LOCAL' 'cli2/books.csv' client --local-infile=1 -e "LOAD DATA LOCAL INFILE '$STAGEWIRE_FILE' REPLACE INTO STAGE clients/cli2; LIST @clients"
check 'files are not sent unasked' 'ERROR .*--local-infile=1' client --local-infile=0 -e "PUT 'file://$STAGEWIRE_FILE' @clients/cli OVERWRITE = TRUE"
client -N -r -e 'GET @clients/cli/books.csv LINES = TRUE' > "$work/books.csv"
check 'GET gives the same bytes back' '^same$' bash -c "cmp '$work/books.csv' '$STAGEWIRE_FILE' && echo same"
head -c 3000000 /dev/urandom > "$work/random.bin"
client --local-infile=1 -e "PUT 'file://$work/random.bin' @clients/cli OVERWRITE = TRUE" > /dev/null
client -N -r -e 'GET @clients/cli/random.bin' | head -c -1 > "$work/back.bin"
check 'bytes of any value too' '^same$' bash -c "cmp '$work/random.bin' '$work/back.bin' && echo same"
client -e 'REMOVE @clients/cli/random.bin'
check 'a staged file is queried' '^Emma$' client -N -e 'SELECT $2 FROM @clients/cli/books.csv (FILE_FORMAT => "CSV") WHERE $1 = "2"'

client -e 'CREATE OR REPLACE VIEW dumped AS SELECT 1 AS a' default
check 'mysqldump of a database' 'VIEW `dumped` AS' tool mysqldump --no-data default
check 'mysqldump of all of them' '^-- Dump completed' tool mysqldump --no-data --all-databases
check 'mysqladmin ping' 'mysqld is alive' tool mysqladmin ping
check 'mysqladmin status' '^Uptime: [0-9]+  Threads: [0-9]+  Questions: [0-9]+' tool mysqladmin status
check 'mysqladmin extended-status' 'Com_select' tool mysqladmin extended-status
check 'mysqladmin kill' 'Unknown thread id: 99999' tool mysqladmin kill 99999
check 'mysqladmin flushes and asks for debug information' '^done$' bash -c '"$0" --no-defaults --host="$STAGEWIRE_HOST" --port="$STAGEWIRE_PORT" --user="$STAGEWIRE_USER" flush-status flush-tables debug && echo done' "$CLIENTS/mysqladmin"

echo "$passed passed, $failed failed"

#!/usr/bin/env bash
# Installs what the programs of this folder need: runtimes from Debian, drivers from the registries of their
# languages, into $STAGEWIRE_TEST_CLIENTS. What is there already is left alone. Needs root for the first part.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
target=${STAGEWIRE_TEST_CLIENTS:-$HOME/.cache/stagewire-clients}
mkdir -p "$target"

# Runs a step once for each state of the files that it depends on.
once() {
  local name=$1 stamp
  stamp=$(cat "${@:3}" | sha256sum)
  [ "$(cat "$target/$name.stamp" 2>/dev/null)" = "$stamp" ] && return
  echo "installing: $name"
  "$2"
  echo "$stamp" > "$target/$name.stamp"
}

debian() {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    mariadb-client php-cli php-mysql unixodbc unixodbc-dev odbc-mariadb libmariadb-dev pkg-config python3-venv \
    cmake ninja-build g++ libssl-dev libncurses-dev libedit-dev > /dev/null
}
python() {
  python3 -m venv "$target/python"
  "$target/python/bin/pip" install -q -r python/requirements.txt
}
superset() {
  python3 -m venv "$target/superset"
  "$target/superset/bin/pip" install -q -r superset/requirements.txt
}
# Beside its packages, since Node looks for those upwards from a program.
node() {
  mkdir -p "$target/node"
  cp node/* "$target/node/"
  (cd "$target/node" && npm install --no-audit --no-fund --silent)
}
java() { mvn -q -B -f java/pom.xml dependency:copy-dependencies -DoutputDirectory="$target/java"; }
go() { (cd go && command go build -o "$target/go-client" .); }
rust() { (cd rust && CARGO_TARGET_DIR="$target/rust" cargo build -q); }

mysql() { bash mysql/build.sh "$target/mysql"; }
c() { gcc -std=gnu11 -Wall -Wextra -I "$target/mysql/include" c/*.c "$target/mysql/libmysqlclient.a" -o "$target/c-client" -lssl -lcrypto -lresolv -lm -lstdc++ -lpthread; }

once debian debian "$here/install.sh"
once python python python/requirements.txt
once superset superset superset/requirements.txt
once node node node/*
once java java java/pom.xml
once go go go/*
once rust rust rust/Cargo.* rust/src/*
once mysql mysql mysql/Cargo.* mysql/build.sh
once c c c/* mysql/Cargo.* mysql/build.sh

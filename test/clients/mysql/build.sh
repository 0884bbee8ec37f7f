#!/usr/bin/env bash
# Compiles MySQL's command line clients from the source that the crate mysqlclient-src carries: build.sh <directory>
# leaves mysql, mysqldump and mysqladmin there, and the library with its headers. Their speed does not matter, so nothing is optimised.
set -euo pipefail
cd "$(dirname "$0")"
target=$1
mkdir -p "$target"
source=$(cargo metadata --locked --format-version 1 | node -e '
  const { packages } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const { manifest_path: manifest } = packages.find(({ name }) => name === "mysqlclient-src");
  console.log(require("node:path").join(require("node:path").dirname(manifest), "source"));')
log=$target/build.log
trap '[ $? -eq 0 ] || tail -50 "$log" >&2' EXIT
# The crate leaves out what finds libedit, which the client alone needs.
cmake -S "$source" -B "$target/build" -G Ninja -Wno-dev \
  -DWITHOUT_SERVER=ON -DWITH_UNIT_TESTS=OFF -DWITH_EDITLINE=bundled -DEDITLINE_LIBRARY=edit \
  -DHAVE_HIST_ENTRY=1 -DUSE_LIBEDIT_INTERFACE=1 -DUSE_NEW_EDITLINE_INTERFACE=1 -DEDITLINE_HAVE_COMPLETION_CHAR=1 \
  -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS_RELEASE='-O0 -DNDEBUG' -DCMAKE_CXX_FLAGS_RELEASE='-O0 -DNDEBUG' \
  -DCMAKE_C_FLAGS=-w -DCMAKE_CXX_FLAGS='-w -isystem /usr/include/editline' > "$log" 2>&1
ninja -C "$target/build" mysql mysqldump mysqladmin mysqlclient >> "$log" 2>&1
cp "$target"/build/runtime_output_directory/{mysql,mysqldump,mysqladmin} "$target/"
cp "$target/build/archive_output_directory/libmysqlclient.a" "$target/"
mkdir -p "$target/include"
cp -r "$source"/include/. "$target"/build/include/*.h "$target/include/"
rm -rf "$target/build"

#!/usr/bin/env bash
# Instructions per request, for each case of src/main.rs.
set -euo pipefail
cd "$(dirname "$0")"
cargo build --release --quiet
binary=${CARGO_TARGET_DIR:-target}/release/request

count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$binary" "$1" "$2" 2>&1 |
        awk '/Collected/ { print $4 }'
}

printf '| case | status | instructions per request |\n|---|---|---|\n'
for case in plain allowed missing malformed forged expired wrong_role hidden miss condition record; do
    status=$("$binary" "$case" 1)
    printf '| %s | %s | %d |\n' "$case" "$status" $((($(count "$case" 2000) - $(count "$case" 1000)) / 1000))
done

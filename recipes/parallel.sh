#!/bin/sh
# SPDX-License-Identifier: MIT
# parallel.sh RECORDS RESULTS [OPTION OF CPDM BATCH ...]: a file of records through GNU parallel, which gives each processor (or,
# with --sshlogin in PARALLEL, each machine) a piece of the file that ends with a line. RESULTS has a line for each line of
# RECORDS, in their order, and appears when all of them are there.
#
#   -j1          a thread a job: parallel starts a job for each processor, and each job would start a thread for each processor
#   --keep-order the pieces come out as they went in
#   --halt       one piece that fails ends it all. Not --retries: with --pipepart a second try is given no input (parallel
#                20221122), and its lines would be missing.
# Results hold passwords, and parallel keeps them in TMPDIR until it is their turn.
set -eu
records=$1 results=$2
shift 2
umask 077
parallel --no-notice --pipepart --arg-file "$records" --block -4 --keep-order --halt now,fail=1 --quote \
    "${CPDM:-cpdm}" batch -j1 "$@" >"$results.part"
in=$(grep -ac '' "$records") || test "$in" = 0
out=$(grep -ac '' "$results.part") || test "$out" = 0
if test "$in" != "$out"; then
    echo "$records: $in records, $out results" >&2
    exit 1
fi
sync "$results.part"
mv "$results.part" "$results"

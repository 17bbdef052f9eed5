#!/bin/sh
# SPDX-License-Identifier: MIT
# make bench: the bench program's table (agreement, allocations, times), then what only tools outside the process can count:
# instructions per document (callgrind) and system calls per document (strace), each as the difference of two runs.
#
# usage: bench.sh PROGRAM SRCDIR/tests/bench [--quick] [--functions COUNT]
# Exit status 1: implementations disagree, or a document costs us a malloc or a system call. Times never fail.

set -u
program=$1
data=$2
shift 2
quick=
functions=0
while [ $# -gt 0 ]; do
    case $1 in
    --quick) quick=--quick ;;
    --functions) functions=$2; shift ;;
    *) echo "bench.sh: unknown option $1" >&2; exit 2 ;;
    esac
    shift
done

work=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
status=0

profile() { # JOB TIMES FILE
    valgrind --tool=callgrind --callgrind-out-file="$3" "$program" --data "$data" --run "$1" "$2" >"$work/log" 2>&1 ||
        { cat "$work/log" >&2; return 1; }
}

instructions() { # JOB N1 N2
    profile "$1" "$2" "$work/1" && profile "$1" "$3" "$work/2" || { status=1; return; }
    set -- "$1" $("${PYTHON:-python3}" "$data/instructions.py" "$work/1" "$2" "$work/2" "$3")
    note=
    if [ "$1" = cpdm_ww ]; then
        if [ "$3" -le 25000 ]; then note="<= 25000  reached"; else note="<= 25000  NOT reached"; fi
    fi
    printf '%-16s %12s %12s  %s\n' "$1" "$2" "$3" "$note"
}

list_functions() { # of the run that instructions() left
    [ "$functions" -gt 0 ] || return 0
    "${PYTHON:-python3}" "$data/instructions.py" --functions "$functions" "$work/1" "$1" "$work/2" "$2" | sed 1d
}

system_calls_of() { # JOB TIMES: how many system calls a whole run makes
    strace -f -c -o "$work/strace" "$program" --data "$data" --run "$1" "$2" >"$work/log" 2>&1 || return 1
    awk '$NF == "total" { print $4 }' "$work/strace"
}

system_calls() { # JOB N1 N2
    if ! first=$(system_calls_of "$1" "$2") || ! second=$(system_calls_of "$1" "$3"); then
        printf '%-16s not measured\n' "$1"
        return
    fi
    note=
    case $1 in
    cpdm_*) [ "$first" = "$second" ] || { note="must be 0"; status=1; } ;;
    esac
    awk -v job="$1" -v calls="$((second - first))" -v times="$(($3 - $2))" -v note="$note" \
        'BEGIN { printf "%-16s %12.2f  %s\n", job, calls / times, note }'
}

"$program" --data "$data" $quick || status=$?
case $status in
0) ;;
3) status=1 ;; # allocations: the other counts are wanted all the same
*) exit $status ;;
esac

if command -v valgrind >/dev/null && command -v "${PYTHON:-python3}" >/dev/null; then
    printf '\n%-16s %12s %12s  bar\n' "instructions" total "no libcrypto"
    for job in cpdm_ww cpdm_xw limit_w limit_x; do
        instructions $job 96 416
        list_functions 96 416
    done
    if [ -z "$quick" ]; then
        for job in cpdm_xx libwbxml_ww libxslt_ww libxslt_xx; do
            instructions $job 32 64
        done
    fi
else
    echo "instructions: not counted, valgrind or python3 is not there"
fi

if command -v strace >/dev/null; then
    printf '\n%-16s %12s\n' "system calls" "a document"
    for job in cpdm_ww cpdm_xw cpdm_xx limit_w limit_x libwbxml_ww libxslt_ww; do
        system_calls $job 320 1320
    done
else
    echo "system calls: not counted, strace is not there"
fi
exit $status

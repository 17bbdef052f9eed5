#!/bin/sh
# SPDX-License-Identifier: MIT
# hadoop-streaming.sh RECORDS RESULTS [OPTION OF CPDM BATCH ...]: rows through Hadoop Streaming, `id TAB document in base64 ...` in,
# `id TAB ok TAB package in base64 ...` out (cpdm(1), tsv): what stands before the first TAB is Hadoop's key, so a result has the
# key of its record. There is nothing to be reduced, so each mapper writes its part of RESULTS in the order of its split.
#
# A mapper that ends with anything but 0 is a failed task, and tried again (stream.non.zero.exit.is.failure, which is true unless
# somebody changed it); a task that is tried again, or twice at once, makes the same octets, and Hadoop keeps one of them.
# The program must be on all machines; CPDM says where. Streaming splits the mapper's words at blanks: none may hold one.
set -eu
records=$1 results=$2
shift 2
exec mapred streaming -D mapreduce.job.reduces=0 -D stream.non.zero.exit.is.failure=true \
    -input "$records" -output "$results" -mapper "${CPDM:-/usr/bin/cpdm} batch -j1 --framing tsv $*"

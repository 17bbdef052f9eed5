#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Records through RDD.pipe of Apache Spark: one line an element both ways, in their order, a process for each partition.

    spark-submit spark-pipe.py RECORDS RESULTS [OPTION OF CPDM BATCH ...]

RECORDS is a text file or folder of records of `cpdm batch`, RESULTS a folder that becomes as many lines. What is wrong with a
record stands in its own result. What is wrong with a process (a kill, an option) is an exit code, and pipe() only looks at that
with checkCode=True; without it the results of that partition would be missing and nobody told. Spark then tries the partition
again, and a second try makes the same octets. -j1: Spark starts a process for each processor already.

pipe() gives the process an empty environment, so the program is named with its folder; CPDM names another. The same program
must be on all machines, at the same place.
"""
import os
import shlex
import sys

from pyspark import SparkContext

if len(sys.argv) < 3:
    sys.exit(__doc__.strip())
command = shlex.join([os.environ.get("CPDM", "/usr/bin/cpdm"), "batch", "-j1", *sys.argv[3:]])
context = SparkContext(appName="cpdm")
context.textFile(sys.argv[1]).pipe(command, checkCode=True).saveAsTextFile(sys.argv[2])
context.stop()

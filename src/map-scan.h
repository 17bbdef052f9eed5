/* SPDX-License-Identifier: MIT */
/* Scanner of table text: lines of words, each with its place. */
#ifndef MAP_SCAN_H
#define MAP_SCAN_H

#include "bytes.h"
#include "map-work.h"

struct map_word {
    cpdm_slice text;
    unsigned column;
    bool quoted; /* never a keyword */
};

struct map_line { /* a line that holds a word */
    unsigned number;
    unsigned end; /* the column behind the last word */
    size_t count;
    struct map_word words[MAP_WORDS_MAX];
};

struct map_scanner {
    struct map_work *work;
    struct bytes_reader rest;
    struct map_place place; /* of the next octet */
};

/* The next line that holds a word; false at the end of the text. What is wrong is reported, and read as what was
 * probably meant. */
bool map_scan_line(struct map_scanner *scanner, struct map_line *line);

#endif

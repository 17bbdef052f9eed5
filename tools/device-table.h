/* SPDX-License-Identifier: MIT */
/* Devices, one a line: CSV whose first column is the device, or JSON objects (NDJSON). */
#ifndef DEVICE_TABLE_H
#define DEVICE_TABLE_H

#include <glib.h>

#include "input.h"

struct device_row {
    char *device; /* "IMEI:490154203237518", or as it stands where the column does not say its kind */
    unsigned line;
};

/* The rows of a text, to be freed with g_ptr_array_unref(). A first line of names is one: device, imei, meid or esn,
 * and so are the members of an object; the last three say what kind of number it is. NULL when a line holds no device,
 * with the message printed. */
GPtrArray *device_table_read(const struct messages *messages, const struct input *input);

#endif

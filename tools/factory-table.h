/* SPDX-License-Identifier: MIT */
/* `cpdm credentials factory`: a table of devices into their credentials, or into a package for each. */
#ifndef FACTORY_TABLE_H
#define FACTORY_TABLE_H

#include <glib.h>

#include "options.h"

/* The options that only factory credentials have. */
bool factory_options_given(const struct options *options);

/* Appends a JSON object a line for each device and server; with --template writes a file for each device. 0 or the exit
 * code. */
int factory_table(const struct options *options, cpdm_translator *translator, cpdm_slice key, GString *text);

#endif

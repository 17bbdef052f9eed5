/* SPDX-License-Identifier: MIT */
/* `cpdm batch`: records in, results out, one for one and in their order (design section 8; the stream contract is told
 * in cpdm(1) under RECORDS). */
#include "run.h"

int cmd_batch(const struct options *options)
{
    return batch_run(options, run_stream);
}

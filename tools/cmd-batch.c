/* SPDX-License-Identifier: MIT */
/* `cpdm batch`: records in, results out, one for one and in their order (design section 8; the stream contract is told
 * in cpdm(1) under RECORDS). */
#include "batch-library.h"
#include "run.h"
#include "translation.h"
#include "wire.h"

/* What the run says must hold for a record that says nothing. The checks are those of translate, for its wbxml. */
static int check_options(const struct options *options)
{
    char place[] = "record";
    struct options record = *options;
    record.output = place;
    record.format.word = options->format.word == WORD_ABSENT ? WORD_WBXML : options->format.word;
    return translation_check_options(&record);
}

int cmd_batch(const struct options *options)
{
    struct batch batch;
    int code = check_options(options);
    if (code)
        return code;
    batch_library_prepare();
    code = batch_open(options, &batch);
    if (!code)
        code = run_stream(&batch);
    batch_close(&batch);
    return code;
}

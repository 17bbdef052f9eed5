/* SPDX-License-Identifier: MIT */
/* Options into what a run over many documents shares. */
#include "batch.h"

#include <string.h>
#include <sys/random.h>

#include "batch-library.h"
#include "forgive.h"
#include "framing.h"
#include "mill.h"
#include "record.h"
#include "tables-load.h"
#include "translation.h"

enum { RECORD_DEFAULT = 1024 * 1024, OUT_DEFAULT = 64 * 1024 };

/* The print loads to the same tables, so its digest names them, wherever they came from. */
static int identify_tables(const struct options *options, struct batch *batch)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[CPDM_SHA256_OCTETS];
    cpdm_slice text;
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    cpdm_status status = translator ? cpdm_tables_print(batch->tables, &text) : CPDM_ERROR_MEMORY;
    if (status == CPDM_OK)
        status = cpdm_sha256(translator, text, digest);
    cpdm_translator_free(translator);
    if (status != CPDM_OK)
        return message_fail(&options->messages, TOOL_INTERNAL, (struct message_place){0}, NULL,
                            "the tables have no digest");
    for (size_t i = 0; i < sizeof digest; i++) {
        batch->tables_id[2 * i] = digits[digest[i] >> 4];
        batch->tables_id[2 * i + 1] = digits[digest[i] & 15];
    }
    return EXIT_DONE;
}

static int make_key(const struct options *options, struct batch *batch)
{
    if (getrandom(batch->mark_key, sizeof batch->mark_key, 0) == sizeof batch->mark_key)
        return EXIT_DONE;
    return message_fail(&options->messages, TOOL_INTERNAL, (struct message_place){0}, NULL, "there is no randomness");
}

static int open_batch(const struct options *options, struct batch *batch)
{
    enum framing framing = framing_of(options->framing.word, FRAMING_NDJSON);
    *batch = (struct batch){
        .options = options,
        .framing = framing,
        .results = framing_of(options->results.word, framing),
        .max_record = options->max_record.text ? (size_t)options->max_record.value : RECORD_DEFAULT,
        .max_out = options->max_out.text ? (size_t)options->max_out.value : OUT_DEFAULT,
    };
    record_find_options(batch);
    int code = forgive_read(options, &batch->leniencies);
    if (!code)
        code = secrets_read(options, &batch->secrets);
    if (!code)
        code = tables_load(&options->messages, options->to ? options->to : tables_default_target, options->overlays,
                           &batch->tables);
    if (!code)
        code = identify_tables(options, batch);
    return code ? code : make_key(options, batch);
}

static void close_batch(struct batch *batch)
{
    cpdm_tables_free(batch->tables);
    secrets_clear(&batch->secrets);
    explicit_bzero(batch, sizeof *batch);
}

/* What the run says must hold for a record that says nothing. The checks are those of translate, for its wbxml. */
static int check_options(const struct options *options)
{
    char place[] = "record";
    struct options record = *options;
    record.output = place;
    record.format.word = options->format.word == WORD_ABSENT ? WORD_WBXML : options->format.word;
    return translation_check_options(&record);
}

int batch_run(const struct options *options, int (*run)(const struct batch *batch))
{
    struct batch batch;
    int code = check_options(options);
    if (code)
        return code;
    batch_library_prepare();
    code = open_batch(options, &batch);
    if (!code)
        code = run(&batch);
    close_batch(&batch);
    return code;
}

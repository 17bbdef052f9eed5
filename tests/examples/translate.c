/* SPDX-License-Identifier: MIT */
/*
 * The library in a few calls: a CP document from standard input, authenticated with a PIN from the environment when it
 * is a message, becomes a DM bootstrap package in XML on standard output.
 *
 *     cc translate.c $(pkg-config --cflags --libs libcpdm) -o translate
 *     ./translate < document.xml
 */
#include <cpdm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int complain(const cpdm_translator *translator)
{
    const cpdm_diagnostic *error = cpdm_translator_error(translator);
    if (error->line)
        fprintf(stderr, "%u:%u: ", error->line, error->column);
    fprintf(stderr, "%s [CPDM-%04u]\n", error->sentence, error->rule);
    return (int)error->status;
}

static bool show_fate(void *data, const cpdm_parm_fate *parm)
{
    (void)data;
    if (parm->fate >= CPDM_FATE_LOST)
        fprintf(stderr, "%s is %s: %s\n", parm->path, cpdm_fate_name(parm->fate), parm->reason);
    return true;
}

static int translate(cpdm_translator *translator, const cpdm_tables *tables, cpdm_slice input)
{
    cpdm_message *message;
    cpdm_message_info info;
    cpdm_document *document;
    cpdm_tree *tree;
    cpdm_report *report;
    cpdm_slice package;
    if (cpdm_message_open(translator, input.data, input.length, CPDM_FORM_AUTO, NULL, &message))
        return complain(translator);
    cpdm_message_describe(message, &info);
    if (info.form == CPDM_FORM_WBXML) { /* anybody can have written it: it needs its MAC */
        const char *pin = getenv("PIN");
        cpdm_secrets secrets = {.pin = {pin ? pin : "", pin ? strlen(pin) : 0}};
        if (cpdm_message_verify(translator, message, &secrets))
            return complain(translator);
    }
    if (cpdm_document_parse(translator, message, &document) ||
        cpdm_map_to_tree(translator, tables, document, NULL, &tree, &report) ||
        cpdm_report_walk(translator, report, show_fate, NULL, NULL) ||
        cpdm_package_write(translator, tables, tree, NULL, CPDM_FORM_XML, &package))
        return complain(translator);
    return fwrite(package.data, 1, package.length, stdout) == package.length ? 0 : 5;
}

int main(void)
{
    static char input[64 * 1024 + 1];
    cpdm_slice octets = {input, fread(input, 1, sizeof input, stdin)};
    cpdm_tables *tables;
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    if (!translator || cpdm_tables_load(&tables, cpdm_tables_find_embedded("dm-1.1.2"), 1, NULL, NULL, NULL, NULL))
        return 70;
    int code = translate(translator, tables, octets);
    cpdm_translator_free(translator);
    cpdm_tables_free(tables);
    return code;
}

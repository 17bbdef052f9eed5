/* SPDX-License-Identifier: MIT */
/*
 * The receiving side in a few calls: a bootstrap message from standard input, CP or DM, is authenticated with a PIN
 * from the environment and becomes the nodes of a management tree on standard output. What is not authenticated is
 * refused.
 *
 *     cc receive.c $(pkg-config --cflags --libs libcpdm) -o receive
 *     PIN=1234 ./receive < message.push
 */
#include <cpdm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool print_node(void *data, const cpdm_node *node)
{
    (void)data;
    printf("%.*s\t%s\t", (int)node->uri.length, node->uri.data, cpdm_format_name(node->format));
    if (node->secret)
        printf("********\n"); /* a password or nonce: for the client, not for the screen */
    else if (node->format == CPDM_FORMAT_BIN)
        printf("%zu octets\n", node->value.length);
    else
        printf("%.*s\n", (int)node->value.length, node->value.length ? node->value.data : "");
    return true;
}

static cpdm_status receive(cpdm_translator *translator, const cpdm_tables *tables, cpdm_slice input)
{
    const char *pin = getenv("PIN");
    const cpdm_secrets secrets = {.pin = {pin ? pin : "", pin ? strlen(pin) : 0}};
    cpdm_message *message;
    cpdm_tree *tree;
    cpdm_status status = cpdm_message_open(translator, input.data, input.length, CPDM_FORM_AUTO, NULL, &message);
    if (!status)
        status = cpdm_message_verify(translator, message, &secrets);
    if (!status)
        status = cpdm_message_to_tree(translator, tables, message, NULL, &tree);
    return status ? status : cpdm_tree_walk(translator, tree, print_node, NULL);
}

int main(void)
{
    static char input[64 * 1024 + 1];
    cpdm_slice octets = {input, fread(input, 1, sizeof input, stdin)};
    cpdm_tables *tables;
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    if (!translator || cpdm_tables_load(&tables, cpdm_tables_find_embedded("dm-1.1.2"), 1, NULL, NULL, NULL, NULL))
        return 70;
    cpdm_status status = receive(translator, tables, octets);
    const cpdm_diagnostic *error = status ? cpdm_translator_error(translator) : NULL;
    if (error)
        fprintf(stderr, "%s [CPDM-%04u]\n", error->sentence, error->rule);
    cpdm_translator_free(translator);
    cpdm_tables_free(tables);
    return (int)status;
}

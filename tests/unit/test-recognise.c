/* SPDX-License-Identifier: MIT */
/* First octets of every kind, and what they begin. */
#include "envelope-fixture.h"

#define OCTETS(literal)              \
    {                                \
        literal, sizeof(literal) - 1 \
    }

static const struct {
    cpdm_slice octets;
    cpdm_form form;
    cpdm_content content;
} rows[] = {
    {OCTETS("<wap-provisioningdoc version=\"1.1\">"), CPDM_FORM_XML, CPDM_CONTENT_CP},
    {OCTETS("\xEF\xBB\xBF \r\n\t<?xml version=\"1.0\"?>\n<wap-provisioningdoc>"), CPDM_FORM_XML, CPDM_CONTENT_CP},
    {OCTETS("<!-- <SyncML> ---><wap-provisioningdoc/>"), CPDM_FORM_XML, CPDM_CONTENT_CP},
    {OCTETS("<!-- a-b -> c --><SyncML/>"), CPDM_FORM_XML, CPDM_CONTENT_DM},
    {OCTETS("<!DOCTYPE a PUBLIC \"-//W//EN\" 'x>y'>\n<wap-provisioningdoc/>"), CPDM_FORM_XML, CPDM_CONTENT_CP},
    {OCTETS("<?a ?"
            "?><SyncML xmlns='SYNCML:SYNCML1.1'>"),
     CPDM_FORM_XML, CPDM_CONTENT_DM},
    {OCTETS("<s:SyncML xmlns:s='SYNCML:SYNCML1.2'>"), CPDM_FORM_XML, CPDM_CONTENT_DM},
    {OCTETS("<SyncMLX/>"), CPDM_FORM_XML, CPDM_CONTENT_UNKNOWN},
    {OCTETS("<syncml/>"), CPDM_FORM_XML, CPDM_CONTENT_UNKNOWN},
    {OCTETS("<html><SyncML/></html>"), CPDM_FORM_XML, CPDM_CONTENT_UNKNOWN},
    {OCTETS("<!DOCTYPE a [<!ENTITY b 'c'>]><SyncML/>"), CPDM_FORM_XML, CPDM_CONTENT_UNKNOWN},
    {OCTETS("<!DOCTYPE a \"no end"), CPDM_FORM_XML, CPDM_CONTENT_UNKNOWN},
    {OCTETS("<!-"), CPDM_FORM_XML, CPDM_CONTENT_UNKNOWN},
    {OCTETS("<!--->"), CPDM_FORM_XML, CPDM_CONTENT_UNKNOWN},
    {OCTETS("<?xml"), CPDM_FORM_XML, CPDM_CONTENT_UNKNOWN},
    {OCTETS("<"), CPDM_FORM_XML, CPDM_CONTENT_UNKNOWN},
    {OCTETS("<wap-provisioningdocwap-provisioningdocwap-provisioningdoc"), CPDM_FORM_XML, CPDM_CONTENT_UNKNOWN},
    {OCTETS("\xFF\xFE<\0S\0y\0n\0c\0M\0L\0>\0"), CPDM_FORM_XML, CPDM_CONTENT_DM},
    {OCTETS("\xFE\xFF\0<\0S\0y\0n\0c\0M\0L\0/"), CPDM_FORM_XML, CPDM_CONTENT_DM},
    {OCTETS("\0<\0S\0y\0n\0c\0M\0L\0>"), CPDM_FORM_XML, CPDM_CONTENT_DM},
    {OCTETS("<\0S\0y\0n\0c\0M\0L\0>\0"), CPDM_FORM_XML, CPDM_CONTENT_DM},
    {OCTETS("\xFF\xFE<"), CPDM_FORM_XML, CPDM_CONTENT_UNKNOWN},
    {OCTETS("\x03\x0b\x6a\x00\x45"), CPDM_FORM_WBXML, CPDM_CONTENT_CP},
    {OCTETS("\x02\x9f\x53\x6a\x00\x6d"), CPDM_FORM_WBXML, CPDM_CONTENT_DM},
    {OCTETS("\x02\xa4\x01\x6a\x00\x6d"), CPDM_FORM_WBXML, CPDM_CONTENT_DM},
    {OCTETS("\x01\x04\x6a\x00\x7f"), CPDM_FORM_WBXML, CPDM_CONTENT_WBXML_OTHER},
    {OCTETS("\x03"), CPDM_FORM_WBXML, CPDM_CONTENT_WBXML_OTHER},
    {OCTETS("\x01\x06\x01\xb6"), CPDM_FORM_PUSH, CPDM_CONTENT_UNKNOWN},
    {OCTETS("<\x06"), CPDM_FORM_PUSH, CPDM_CONTENT_UNKNOWN},
    {OCTETS("\x04\x0b\x6a\x00\x45"), CPDM_FORM_AUTO, CPDM_CONTENT_UNKNOWN},
    {OCTETS("hello"), CPDM_FORM_AUTO, CPDM_CONTENT_UNKNOWN},
    {OCTETS(" \n"), CPDM_FORM_AUTO, CPDM_CONTENT_UNKNOWN},
    {OCTETS(""), CPDM_FORM_AUTO, CPDM_CONTENT_UNKNOWN},
};

static void test_recognise(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *copy = g_memdup2(rows[i].octets.data, rows[i].octets.length); /* of its exact size, for the sanitizer */
        cpdm_slice octets = slice(copy, rows[i].octets.length);
        g_test_message("row %u", (unsigned)i);
        g_assert_cmpint(recognise_form(octets), ==, rows[i].form);
        g_assert_cmpint(recognise_content(octets, rows[i].form), ==, rows[i].content);
        g_free(copy);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/recognise", test_recognise);
    return g_test_run();
}

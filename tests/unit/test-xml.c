/* SPDX-License-Identifier: MIT */
/*
 * The XML reader: what it hands on, that nothing is expanded or fetched, its limits, its memory; and that what the
 * writer escapes reads back the same.
 */
#include <glib.h>
#include <stdlib.h>

#include "xml-read.h"
#include "xml-write.h"

static cpdm_status on_start(void *self, const char *element, const struct xml_attribute *attributes, size_t count,
                            size_t offset)
{
    (void)offset;
    g_string_append_printf(self, "<%s", element);
    for (size_t i = 0; i < count; i++)
        g_string_append_printf(self, " %s=%s", attributes[i].name, attributes[i].value);
    g_string_append(self, ">");
    return CPDM_OK;
}

static cpdm_status on_end(void *self, size_t offset)
{
    (void)offset;
    g_string_append(self, "</>");
    return CPDM_OK;
}

static cpdm_status on_text(void *self, cpdm_slice text, size_t offset)
{
    (void)offset;
    g_string_append_len(self, text.data, (gssize)text.length);
    return CPDM_OK;
}

/* The events of a document as text, or "!rule@offset". */
static char *read_with(struct xml_reader *reader, const char *input, size_t length, const cpdm_allocator *allocator)
{
    struct job job = {.limits = limits_for(NULL, length)};
    GString *out = g_string_new(NULL);
    const struct xml_handler handler = {out, on_start, on_end, on_text, false};
    job_init(&job, allocator);
    diag_init(&job.diag, &job.arena);
    cpdm_status status = xml_read(reader, &job, slice(input, length), &handler);
    if (status)
        g_string_printf(out, "!%u@%zd", job.diag.error.rule, (gssize)job.diag.error.offset);
    g_assert_cmpint(status, ==, job.diag.failed ? job.diag.error.status : CPDM_OK);
    job_free(&job);
    return g_string_free(out, FALSE);
}

static void *allocate(void *data, size_t size)
{
    int *left = data;
    return (*left)-- > 0 ? malloc(size) : NULL;
}

static void release(void *data, void *memory)
{
    (void)data;
    free(memory);
}

static void expect_octets(const char *input, size_t length, const char *events)
{
    int left = G_MAXINT;
    const cpdm_allocator allocator = {allocate, release, &left};
    struct xml_reader *reader = xml_reader_new(&allocator, 1);
    char *found = read_with(reader, input, length, &allocator);
    g_assert_cmpstr(found, ==, events);
    g_free(found);
    xml_reader_free(reader);
}

static void expect(const char *input, const char *events)
{
    expect_octets(input, strlen(input), events);
}

static void expect_failure(const char *input, enum diag_rule rule, unsigned offset)
{
    char *expected = g_strdup_printf("!%u@%u", (unsigned)rule, offset);
    expect(input, expected);
    g_free(expected);
}

#define DOCTYPE "<!DOCTYPE a PUBLIC \"-//WAPFORUM//DTD PROV 1.0//EN\" \"http://www.wapforum.org/DTD/prov.dtd\">"

static void test_events(void)
{
    expect("<a/>", "<a></>");
    expect("<?xml version='1.0'?><!-- c --><?pi x?>" DOCTYPE "<a b='1' c=\"2\">t<b/>u</a><!-- c -->",
           "<a b=1 c=2>t<b></>u</>");
    expect("<a b='&lt;&gt;&amp;&quot;&apos;&#65;&#x42;'>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;</a>",
           "<a b=<>&\"'AB><>&\"'AB</>");
    expect(DOCTYPE "<a b='&lt;&gt;&amp;&quot;&apos;&#65;&#x42;'>&amp;</a>", "<a b=<>&\"'AB>&</>");
    expect("<a><![CDATA[<&x;]]></a>", "<a><&x;</>");
    expect("<a b='1\n2\t3&#10;4&#9;5&#13;6'>\r\n</a>", "<a b=1 2 3\n4\t5\r6>\n</>"); /* XML 1.0 sections 2.11, 3.3.3 */
    expect("<a xmlns='u' p:b='1'/>", "<a xmlns=u p:b=1></>");
}

static void test_syntax(void)
{
    expect_failure("", CPDM_RULE_XML_SYNTAX, 0);
    expect_failure("<a>", CPDM_RULE_XML_SYNTAX, 3);
    expect_failure("<a><b></a>", CPDM_RULE_XML_SYNTAX, 8);
    expect_failure("<a/><b/>", CPDM_RULE_XML_SYNTAX, 4);
    expect_failure("<a b='1' b='2'/>", CPDM_RULE_XML_SYNTAX, 9);
    expect_failure("<a b=1/>", CPDM_RULE_XML_SYNTAX, 5);
    expect_failure("<a b='&#0;'/>", CPDM_RULE_XML_SYNTAX, 6);
    expect_failure("<a b='&#xD800;'/>", CPDM_RULE_XML_SYNTAX, 6);
    expect_failure("<a b='x & y'/>", CPDM_RULE_XML_SYNTAX, 9);
    expect_failure(" <?xml version='1.0'?><a/>", CPDM_RULE_XML_SYNTAX, 1);
    expect_octets("<a\0/>", 5, "!200@2");
    expect_octets("<a>\x01</a>", 8, "!200@3");
}

/* Threats C1. Each is refused before anything is expanded; the subset is found at its bracket. */
static void test_dtd(void)
{
    static const char *const attacks[] = {
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a b='&x;'/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x PUBLIC 'p' 'http://127.0.0.1/'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1/x.dtd'> %x;]><a/>",
        "<!DOCTYPE a [<!ENTITY % x '<!ENTITY y \"z\">'> %x;]><a>&y;</a>",
        "<!DOCTYPE a [<!ENTITY a '1'><!ENTITY b '&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>",
        "<!DOCTYPE a [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><a>&a;</a>",
        "<!DOCTYPE a [<!ATTLIST a b CDATA 'default'>]><a/>",
        "<!DOCTYPE a [<!ELEMENT a EMPTY>]><a/>",
        "<!DOCTYPE a [<!NOTATION n SYSTEM 'n'>]><a/>",
        "<!DOCTYPE a [<?pi?>]><a/>",
        "<!DOCTYPE a [<!-- -->]><a/>",
        "<!DOCTYPE a []><a/>",
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1/' [<!ENTITY x 'y'>]><a>&x;</a>",
        "<!DOCTYPE a PUBLIC 'p' 's' [<!ENTITY % p SYSTEM 'q'>%p;]><a/>",
        "<?xml version='1.0' standalone='yes'?><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY lt '&#38;#60;'>]><a>&lt;</a>",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(attacks); i++)
        expect_failure(attacks[i], CPDM_RULE_XML_DTD, (unsigned)(strchr(attacks[i], '[') - attacks[i]));
    expect(DOCTYPE "<a/>", "<a></>");
    expect("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "<a></>");
    expect("<!DOCTYPE a><a/>", "<a></>");
}

/* Expat leaves undefined entities out in silence once there is an external identifier: they must be refused all the
 * same. */
static void test_entities(void)
{
    static const char *const doctypes[] = {"", "<!DOCTYPE a>", DOCTYPE, "<!DOCTYPE a SYSTEM 's'>",
                                           "<?xml version='1.0' standalone='yes'?><!DOCTYPE a SYSTEM 's'>"};
    static const char *const uses[] = {"<a>%s</a>", "<a b='%s'/>", "<a b='&amp;&#1234;%s'/>",
                                       "<a b='1'><c d='x%s&lt;'/></a>"};
    static const char *const entities[] = {
        "&x;", "&nbsp;", "&AMP;", "&quote;", "&a;", "&ltt;", "&long.name-of_entity;"};
    for (size_t i = 0; i < G_N_ELEMENTS(doctypes); i++)
        for (size_t j = 0; j < G_N_ELEMENTS(uses); j++)
            for (size_t k = 0; k < G_N_ELEMENTS(entities); k++) {
                char *use = g_strdup_printf(uses[j], entities[k]), *document = g_strconcat(doctypes[i], use, NULL);
                expect_failure(document, CPDM_RULE_XML_ENTITY, (unsigned)(strstr(document, entities[k]) - document));
                g_free(use);
                g_free(document);
            }
}

/* UTF-8 as UTF-16 in either order, with a byte order mark. */
static char *utf16(const char *text, const char *codeset, gsize *length)
{
    char *marked = g_strconcat("\xEF\xBB\xBF", text, NULL);
    char *result = g_convert(marked, -1, codeset, "UTF-8", NULL, length, NULL);
    g_free(marked);
    g_assert_nonnull(result);
    return result;
}

static void test_utf16(void)
{
    static const char *const codesets[] = {"UTF-16LE", "UTF-16BE"};
    for (size_t i = 0; i < G_N_ELEMENTS(codesets); i++) {
        gsize length;
        char *document = utf16("<a b='\xC3\xA9\xE2\x82\xAC'>&#233;</a>", codesets[i], &length);
        expect_octets(document, length, "<a b=\xC3\xA9\xE2\x82\xAC>\xC3\xA9</>");
        g_free(document);
        /* U+2606 and U+0626 have the octet of an ampersand */
        document = utf16(DOCTYPE "<a b='\xE2\x98\x86\xD8\xA6&amp;'/>", codesets[i], &length);
        expect_octets(document, length, "<a b=\xE2\x98\x86\xD8\xA6&></>");
        g_free(document);
        document = utf16("<!DOCTYPE a SYSTEM 's'><a b='\xE2\x98\x86&x;'/>", codesets[i], &length);
        expect_octets(document, length, "!202@62"); /* behind the mark and 30 characters */
        g_free(document);
        document = utf16("<!DOCTYPE a []><a/>", codesets[i], &length);
        expect_octets(document, length, "!201@26");
        g_free(document);
    }
}

static void test_encodings(void)
{
    expect("\xEF\xBB\xBF<a/>", "<a></>");
    expect("<?xml version='1.0' encoding='utf-8'?><a b='\xC3\xA9'/>", "<a b=\xC3\xA9></>");
    expect("<?xml version='1.0' encoding='ISO-8859-1'?><a b='\xE9'/>", "<a b=\xC3\xA9></>");
    expect("<?xml version='1.0' encoding='US-ASCII'?><a b='e'/>", "<a b=e></>");
    expect_failure("<?xml version='1.0' encoding='US-ASCII'?><a b='\xE9'/>", CPDM_RULE_XML_SYNTAX, 47);
    expect_failure("<a b='\xE9'/>", CPDM_RULE_XML_SYNTAX, 6);
    expect_failure("<a b='\xC0\x80'/>", CPDM_RULE_XML_SYNTAX, 6);
    expect_failure("<a b='\xED\xA0\x80'/>", CPDM_RULE_XML_SYNTAX, 6);
    expect_failure("<?xml version='1.0' encoding='UTF-16'?><a/>", CPDM_RULE_XML_ENCODING, 30);
    expect_failure("<?xml version='1.0' encoding='UTF-7'?><a/>", CPDM_RULE_XML_ENCODING, 30);
    expect_failure("<?xml version='1.0' encoding='windows-1252'?><a/>", CPDM_RULE_XML_ENCODING, 30);
    expect_failure("<?xml version='1.0' encoding='EBCDIC-CP-US'?><a/>", CPDM_RULE_XML_ENCODING, 30);
}

static char *repeat(const char *head, const char *body, unsigned count, const char *tail)
{
    GString *result = g_string_new(head);
    for (unsigned i = 0; i < count; i++)
        g_string_append_printf(result, body, i);
    g_string_append(result, tail);
    return g_string_free(result, FALSE);
}

static void check_limit(char *document, enum diag_rule rule, bool reached)
{
    int left = G_MAXINT;
    const cpdm_allocator allocator = {allocate, release, &left};
    struct xml_reader *reader = xml_reader_new(&allocator, 1);
    char *found = read_with(reader, document, strlen(document), &allocator);
    char *expected = g_strdup_printf("!%u@", (unsigned)rule);
    g_assert_true(g_str_has_prefix(found, expected) == reached);
    g_assert_true(reached || found[0] == '<');
    g_free(found);
    g_free(expected);
    g_free(document);
    xml_reader_free(reader);
}

static void test_limits(void)
{
    char *ends = repeat("", "</a>", 32, "");
    check_limit(repeat("", "<a>", 32, ends), CPDM_RULE_DEPTH_LIMIT, false);
    g_free(ends);
    check_limit(repeat("", "<a>", 33, ""), CPDM_RULE_DEPTH_LIMIT, true);
    check_limit(repeat("", "<a>", 100000, ""), CPDM_RULE_DEPTH_LIMIT, true);
    check_limit(repeat("<a ", "a%u='' ", 16, "/>"), CPDM_RULE_ATTRIBUTE_LIMIT, false);
    check_limit(repeat("<a ", "a%u='' ", 17, "/>"), CPDM_RULE_ATTRIBUTE_LIMIT, true);
    check_limit(repeat("<a ", "a%u='' ", 5000, "/>"), CPDM_RULE_ATTRIBUTE_LIMIT, true);
    check_limit(repeat("<a b='", "x", 8192, "'/>"), CPDM_RULE_VALUE_LIMIT, false);
    check_limit(repeat("<a b='", "x", 8193, "'/>"), CPDM_RULE_VALUE_LIMIT, true);
    check_limit(repeat("<a>", "x", 60000, "</a>"), CPDM_RULE_VALUE_LIMIT, false); /* of attributes only */
}

/* A parser that is recycled asks for no memory, whatever the document before did to it. */
static void test_recycling(void)
{
    int left = G_MAXINT;
    const cpdm_allocator allocator = {allocate, release, &left};
    struct xml_reader *reader = xml_reader_new(&allocator, 1);
    static const char *const documents[] = {"<a b='1'><c d='2' e='3'>x</c></a>", "<a><b>", "<!DOCTYPE a []><a/>",
                                            DOCTYPE "<a><b c='&x;'/></a>"};
    for (unsigned round = 0; round < 5; round++)
        for (size_t i = 0; i < G_N_ELEMENTS(documents); i++) {
            int before = left;
            char *found = read_with(reader, documents[i], strlen(documents[i]), NULL);
            g_assert_cmpint(found[0], ==, i ? '!' : '<');
            g_free(found);
            if (round)
                g_assert_cmpint(left, ==, before);
        }
    xml_reader_free(reader);
}

/* Every allocation fails in its turn: an error and no more, and the reader works again as soon as there is memory. */
static void test_no_memory(void)
{
    const char *document = "<?xml version='1.0' encoding='utf-8'?>" DOCTYPE
                           "<a long-attribute-name='1'><c d='2'>x</c><?pi data?><b e='&amp;'/></a>";
    unsigned failures = 0;
    for (int count = 0;; count++) {
        int left = count;
        const cpdm_allocator allocator = {allocate, release, &left};
        struct xml_reader *reader = xml_reader_new(&allocator, 1);
        if (!reader)
            continue;
        char *found = read_with(reader, document, strlen(document), NULL);
        bool failed = found[0] == '!';
        if (failed) {
            g_assert_cmpstr(found, ==, "!100@-1");
            failures++;
            g_free(found);
            left = G_MAXINT;
            found = read_with(reader, document, strlen(document), NULL);
        }
        g_assert_cmpstr(found, ==, "<a long-attribute-name=1><c d=2>x</><b e=&></></>");
        g_free(found);
        xml_reader_free(reader);
        if (!failed)
            break;
    }
    g_assert_cmpuint(failures, >, 3);
}

struct nested {
    struct xml_reader *inner;
    GString *out;
};

static cpdm_status ignore_start(void *self, const char *element, const struct xml_attribute *attributes, size_t count,
                                size_t offset)
{
    (void)self, (void)element, (void)attributes, (void)count, (void)offset;
    return CPDM_OK;
}

static cpdm_status ignore_end(void *self, size_t offset)
{
    (void)self, (void)offset;
    return CPDM_OK;
}

static cpdm_status read_inner(void *self, cpdm_slice text, size_t offset)
{
    (void)offset;
    struct nested *nested = self;
    char *found = read_with(nested->inner, text.data, text.length, NULL);
    g_string_append(nested->out, found);
    g_free(found);
    return CPDM_OK;
}

/* A document inside a document, by a second reader: each keeps to its own memory. */
static void test_nested(void)
{
    int left = G_MAXINT, left_inner = G_MAXINT;
    const cpdm_allocator allocator = {allocate, release, &left}, allocator_inner = {allocate, release, &left_inner};
    struct xml_reader *reader = xml_reader_new(&allocator, 1);
    struct nested nested = {xml_reader_new(&allocator_inner, 1), g_string_new(NULL)};
    const struct xml_handler handler = {&nested, ignore_start, ignore_end, read_inner, false};
    const char *document = "<a><![CDATA[<b c='1'/>]]><d/><e/></a>";
    struct job job = {.limits = limits_for(NULL, strlen(document))};
    job_init(&job, NULL);
    diag_init(&job.diag, &job.arena);
    g_assert_cmpint(xml_read(reader, &job, slice_of(document), &handler), ==, CPDM_OK);
    g_assert_cmpstr(nested.out->str, ==, "<b c=1></>");
    job_free(&job);
    xml_reader_free(nested.inner);
    xml_reader_free(reader);
    g_string_free(nested.out, TRUE);
}

static cpdm_status refuse(void *self, cpdm_slice text, size_t offset)
{
    (void)text;
    return diag_fail(self, CPDM_RULE_CP_TEXT, offset, NULL, NULL, "no text");
}

/* A handler's complaint stops the parse, and has the line and column of its offset. */
static void test_handler_stops(void)
{
    int left = G_MAXINT;
    const cpdm_allocator allocator = {allocate, release, &left};
    struct xml_reader *reader = xml_reader_new(&allocator, 1);
    struct job job = {.limits = limits_for(NULL, 100)};
    const struct xml_handler handler = {&job.diag, ignore_start, ignore_end, refuse, false};
    job_init(&job, NULL);
    diag_init(&job.diag, &job.arena);
    cpdm_status status = xml_read(reader, &job, SLICE("<a\n b='1'>text<b></a>"), &handler);
    g_assert_cmpint(status, ==, CPDM_ERROR_DOCUMENT);
    g_assert_cmpuint(job.diag.error.rule, ==, CPDM_RULE_CP_TEXT);
    g_assert_cmpuint(job.diag.error.offset, ==, 10);
    g_assert_cmpuint(job.diag.error.line, ==, 2);
    g_assert_cmpuint(job.diag.error.column, ==, 8);
    job_free(&job);
    xml_reader_free(reader);
}

static void test_write(void)
{
    static const char value[] = "a\"b'c<d>e&f\tg\nh\ri]]>\xC3\xA9\x7F";
    struct arena arena;
    arena_init(&arena, NULL);
    struct bytes_writer out = bytes_writer(&arena, 1);
    bytes_put_text(&out, "<a b=\"");
    xml_put_attribute_value(&out, SLICE(value));
    xml_put_attribute_value(&out, slice(NULL, 0));
    bytes_put_text(&out, "\">");
    xml_put_text(&out, SLICE(value));
    xml_put_text(&out, slice(NULL, 0));
    bytes_put_text(&out, "</a>");
    cpdm_slice text;
    g_assert_true(bytes_finish(&out, &text));
    char *events = g_strdup_printf("<a b=%s>%s</>", value, value);
    expect_octets(text.data, text.length, events);
    static const char written[] = "<a b=\"a&quot;b'c&lt;d&gt;e&amp;f&#9;g&#10;h&#13;i]]&gt;";
    g_assert_true(slice_starts_with(text, SLICE(written)));
    g_free(events);
    arena_free(&arena);
}

static void test_names(void)
{
    static const char *const names[] = {"a",        "_",         ":",         "a-b.c:d_0",   "parm-query",
                                        "\xC3\xA9", "a\xC2\xB7", "a\xCC\x80", "\xE4\xB8\x80"};
    static const char *const others[] = {"",
                                         "-a",
                                         ".a",
                                         "0",
                                         " ",
                                         "a b",
                                         "a<",
                                         "a>",
                                         "a\"",
                                         "a=",
                                         "a/",
                                         "a&",
                                         "a\n",
                                         "\xC2\xB7",
                                         "\xCC\x80",
                                         "a\xC3\x97",
                                         "a\xC3",
                                         "a\xE2\x80\xA8",
                                         "a\xEF\xBF\xBE",
                                         "\xC2\xBA", /* these two: in one edition of XML 1.0 only */
                                         "\xF0\x90\x80\x80"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        g_assert_true(xml_is_name(slice_of(names[i])));
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(xml_is_name(slice_of(others[i])));
    g_assert_false(xml_is_name(slice("a\0b", 3)));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml/events", test_events);
    g_test_add_func("/xml/syntax", test_syntax);
    g_test_add_func("/xml/dtd", test_dtd);
    g_test_add_func("/xml/entities", test_entities);
    g_test_add_func("/xml/utf16", test_utf16);
    g_test_add_func("/xml/encodings", test_encodings);
    g_test_add_func("/xml/limits", test_limits);
    g_test_add_func("/xml/recycling", test_recycling);
    g_test_add_func("/xml/no-memory", test_no_memory);
    g_test_add_func("/xml/nested", test_nested);
    g_test_add_func("/xml/handler-stops", test_handler_stops);
    g_test_add_func("/xml/write", test_write);
    g_test_add_func("/xml/names", test_names);
    return g_test_run();
}

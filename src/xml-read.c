/* SPDX-License-Identifier: MIT */
/*
 * XML octets into events, through expat: the elements, attributes and text of a document, each with its offset. Nothing
 * is ever fetched or expanded: an internal DTD subset and every entity but XML's own five (section 4.6) are refused.
 */
#include "xml-read.h"

#include <expat.h>
#include <stdalign.h>

#include "bytes.h"

/* Expat's memory comes in classes of 2^5 .. 2^20 octets and is kept for the next document; what is larger goes back. */
enum { CLASS_FIRST = 5, CLASS_LAST = 20, CLASS_COUNT = CLASS_LAST - CLASS_FIRST + 1 };

enum { LENGTH_MAX = 0x7FFFFFFF }; /* expat counts in int */

struct block {
    alignas(max_align_t) struct block *next;
    size_t size; /* octets behind this header */
};

struct xml_reader {
    cpdm_allocator allocator;
    unsigned long salt;
    XML_Parser parser;
    struct block *unused[CLASS_COUNT];

    /* the current document */
    struct job *job;
    cpdm_slice input;
    const struct xml_handler *handler;
    size_t depth;
    cpdm_status status;
    bool check_references; /* expat would drop undefined entities in attribute values without a word */
};

/* Expat's allocation functions are handed no pointer of the caller's, so the reader at work on this thread is left here
 * while expat runs, and only then. */
static _Thread_local struct xml_reader *at_work;

static unsigned class_of(size_t size)
{
    unsigned bits = CLASS_FIRST;
    while (bits <= CLASS_LAST && size > (size_t)1 << bits)
        bits++;
    return bits - CLASS_FIRST;
}

static void give_back(struct xml_reader *reader, struct block *block)
{
    explicit_bzero(block + 1, block->size); /* it may have held secrets */
    reader->allocator.release(reader->allocator.data, block);
}

static void *expat_allocate(size_t size)
{
    struct xml_reader *reader = at_work;
    unsigned class = class_of(size);
    struct block *block = class < CLASS_COUNT ? reader->unused[class] : NULL;
    if (block) {
        reader->unused[class] = block->next;
        return block + 1;
    }
    if (class < CLASS_COUNT)
        size = (size_t)1 << (class + CLASS_FIRST);
    if (size > SIZE_MAX - sizeof *block)
        return NULL;
    block = reader->allocator.allocate(reader->allocator.data, sizeof *block + size);
    if (!block)
        return NULL;
    block->size = size;
    return block + 1;
}

static void expat_release(void *memory)
{
    if (!memory)
        return;
    struct xml_reader *reader = at_work;
    struct block *block = (struct block *)memory - 1;
    unsigned class = class_of(block->size);
    if (class == CLASS_COUNT) {
        give_back(reader, block);
        return;
    }
    block->next = reader->unused[class];
    reader->unused[class] = block;
}

static void *expat_reallocate(void *memory, size_t size)
{
    size_t old = memory ? ((struct block *)memory - 1)->size : 0;
    if (memory && size <= old)
        return memory;
    void *larger = expat_allocate(size);
    if (larger && memory) {
        memcpy(larger, memory, old);
        expat_release(memory);
    }
    return larger;
}

struct xml_reader *xml_reader_new(const cpdm_allocator *allocator, uint64_t salt)
{
    static const XML_Memory_Handling_Suite suite = {expat_allocate, expat_reallocate, expat_release};
    struct xml_reader *reader = allocator->allocate(allocator->data, sizeof *reader);
    if (!reader)
        return NULL;
    *reader = (struct xml_reader){.allocator = *allocator,
                                  .salt = (unsigned long)(salt ? salt : 1)}; /* 0 would ask the system */
    struct xml_reader *outer = at_work;
    at_work = reader;
    reader->parser = XML_ParserCreate_MM(NULL, &suite, NULL);
    at_work = outer;
    if (reader->parser)
        return reader;
    xml_reader_free(reader);
    return NULL;
}

void xml_reader_free(struct xml_reader *reader)
{
    if (!reader)
        return;
    struct xml_reader *outer = at_work;
    at_work = reader;
    if (reader->parser)
        XML_ParserFree(reader->parser);
    at_work = outer;
    for (unsigned i = 0; i < CLASS_COUNT; i++)
        while (reader->unused[i]) {
            struct block *block = reader->unused[i];
            reader->unused[i] = block->next;
            give_back(reader, block);
        }
    reader->allocator.release(reader->allocator.data, reader);
}

/* Before the first octet some versions of expat say -1, others 0. */
static size_t current_offset(const struct xml_reader *reader)
{
    XML_Index index = XML_GetCurrentByteIndex(reader->parser);
    return index < 0 ? 0 : (size_t)index;
}

static void stop(struct xml_reader *reader, cpdm_status status)
{
    if (!status || reader->status)
        return;
    reader->status = status;
    XML_StopParser(reader->parser, XML_FALSE);
}

static void refuse_entity(struct xml_reader *reader, size_t offset)
{
    stop(reader, diag_fail(&reader->job->diag, CPDM_RULE_XML_ENTITY, offset, NULL,
                           "only &amp; &lt; &gt; &quot; &apos; and character numbers; a bare & is written &amp;",
                           "an entity that XML itself does not define"));
}

/* Characters of the input as it stands: octets, or the units of UTF-16 in the order of its first four octets. */
struct characters {
    struct bytes_reader in;
    bool big_endian, little_endian;
};

static int get_character(struct characters *characters)
{
    int first = bytes_get(&characters->in);
    if (!characters->big_endian && !characters->little_endian)
        return first;
    int second = bytes_get(&characters->in);
    if (second < 0)
        return -1;
    return characters->big_endian ? first << 8 | second : second << 8 | first;
}

/* A document begins with a byte order mark or, in ASCII or UTF-16, with a '<' (XML 1.0 appendix F). */
static struct characters characters_of(cpdm_slice document, cpdm_slice part)
{
    struct characters characters = {.in = bytes_reader(document), .big_endian = true};
    int first = get_character(&characters);
    characters.big_endian = first == 0xFEFF || first == '<';
    characters.little_endian = first == 0xFFFE || first == '<' << 8;
    characters.in = bytes_reader(part);
    return characters;
}

/* What stands behind an ampersand, up to the semicolon or number sign; 0 where that is no ASCII text. */
static size_t get_name(struct characters *characters, char *name, size_t room)
{
    for (size_t length = 0; length < room;) {
        int character = get_character(characters);
        if (character < 0 || character > 0x7F)
            return 0;
        name[length++] = (char)character;
        if (character == ';' || character == '#')
            return length;
    }
    return 0;
}

static bool is_own_reference(cpdm_slice name)
{
    static const char *const own[] = {"#", "amp;", "lt;", "gt;", "quot;", "apos;"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (slice_is(name, own[i]))
            return true;
    return false;
}

/* Behind a DOCTYPE with an external identifier expat takes an entity that it does not know for one that the DTD would
 * define, and leaves it out of attribute values in silence. So the tag is looked through as it stands in the input. */
static bool check_references(struct xml_reader *reader, size_t offset, size_t length)
{
    struct bytes_reader in = bytes_reader(reader->input);
    cpdm_slice before, tag;
    if (!bytes_take(&in, offset, &before) || !bytes_take(&in, length, &tag))
        return true;
    struct characters characters = characters_of(reader->input, tag);
    for (;;) {
        size_t ampersand = offset + bytes_offset(&characters.in);
        int character = get_character(&characters);
        if (character < 0)
            return true;
        char name[8];
        if (character == '&' && !is_own_reference(slice(name, get_name(&characters, name, sizeof name)))) {
            refuse_entity(reader, ampersand);
            return false;
        }
    }
}

static void over_limit(struct xml_reader *reader, enum diag_rule rule, size_t offset, const char *hint,
                       const char *what, size_t limit)
{
    stop(reader, diag_fail(&reader->job->diag, rule, offset, NULL, hint, "%s than %zu", what, limit));
}

/* Expat's list of names and values, as ours; `*count` is how many there are. False after a failure. */
static bool take_attributes(struct xml_reader *reader, const char **list, size_t offset,
                            struct xml_attribute attributes[LIMIT_ATTRIBUTES], size_t *count)
{
    const cpdm_limits *limits = &reader->job->limits;
    for (*count = 0; list[0]; list += 2) {
        if (*count >= limits->attributes || *count >= LIMIT_ATTRIBUTES) {
            over_limit(reader, CPDM_RULE_ATTRIBUTE_LIMIT, offset, NULL, "an element has more attributes",
                       limits->attributes);
            return false;
        }
        size_t length = strlen(list[1]);
        if (length > limits->value) {
            over_limit(reader, CPDM_RULE_VALUE_LIMIT, offset, "--limit value=N raises it", "a value has more octets",
                       limits->value);
            return false;
        }
        attributes[(*count)++] = (struct xml_attribute){list[0], list[1], length};
    }
    return true;
}

static void on_start(void *self, const char *element, const char **list)
{
    struct xml_reader *reader = self;
    if (reader->status)
        return;
    size_t offset = current_offset(reader), count;
    struct xml_attribute attributes[LIMIT_ATTRIBUTES];
    if (++reader->depth > reader->job->limits.depth)
        over_limit(reader, CPDM_RULE_DEPTH_LIMIT, offset, "--limit depth=N raises it", "elements are nested deeper",
                   reader->job->limits.depth);
    else if (take_attributes(reader, list, offset, attributes, &count) &&
             (!reader->check_references ||
              check_references(reader, offset, (size_t)XML_GetCurrentByteCount(reader->parser))))
        stop(reader, reader->handler->start(reader->handler->self, element, attributes, count, offset));
}

static void on_end(void *self, const char *element)
{
    (void)element;
    struct xml_reader *reader = self;
    reader->depth--;
    if (!reader->status)
        stop(reader, reader->handler->end(reader->handler->self, current_offset(reader)));
}

/* As most texts between elements are. */
static bool is_blank(cpdm_slice text)
{
    size_t i = 0;
    while (i < text.length &&
           (text.data[i] == ' ' || text.data[i] == '\n' || text.data[i] == '\t' || text.data[i] == '\r'))
        i++;
    return i == text.length;
}

static void on_text(void *self, const char *text, int length)
{
    struct xml_reader *reader = self;
    if (!reader->status && !(reader->handler->leave_out_blanks && is_blank(slice(text, (size_t)length))))
        stop(reader, reader->handler->text(reader->handler->self, slice(text, (size_t)length), current_offset(reader)));
}

static void on_doctype(void *self, const char *name, const char *system_id, const char *public_id, int internal_subset)
{
    (void)name;
    (void)public_id;
    struct xml_reader *reader = self;
    if (internal_subset)
        stop(reader, diag_fail(&reader->job->diag, CPDM_RULE_XML_DTD, current_offset(reader), NULL,
                               "leave out what stands in [ ]", "the DOCTYPE has an internal subset"));
    reader->check_references = system_id && memchr(reader->input.data, '&', reader->input.length);
}

static void on_skipped_entity(void *self, const char *name, int is_parameter)
{
    (void)name;
    (void)is_parameter;
    struct xml_reader *reader = self;
    refuse_entity(reader, current_offset(reader));
}

struct failure {
    enum XML_Error error;
    enum diag_rule rule;
    const char *hint;
};

/* Expat's errors that have a rule of their own, or something to say to the author. */
static const struct failure failures[] = {
    {XML_ERROR_UNKNOWN_ENCODING, CPDM_RULE_XML_ENCODING, "write the document in UTF-8"},
    {XML_ERROR_INCORRECT_ENCODING, CPDM_RULE_XML_ENCODING, "the octets are not in the encoding that is declared"},
    {XML_ERROR_UNDEFINED_ENTITY, CPDM_RULE_XML_ENTITY, "a bare & is written &amp;"},
    {XML_ERROR_INVALID_TOKEN, CPDM_RULE_XML_SYNTAX,
     "a bare & is written &amp; and a bare < &lt;; octets must be in the encoding that is declared"},
    {XML_ERROR_NO_ELEMENTS, CPDM_RULE_XML_SYNTAX, "the document is empty or ends before its root element does"},
    {XML_ERROR_TAG_MISMATCH, CPDM_RULE_XML_SYNTAX, "elements end in the order in which they began, with the same name"},
    {XML_ERROR_JUNK_AFTER_DOC_ELEMENT, CPDM_RULE_XML_SYNTAX, "a document has one root element"},
    {XML_ERROR_MISPLACED_XML_PI, CPDM_RULE_XML_SYNTAX, "the XML declaration must be the very first octets"},
};

static cpdm_status explain(struct xml_reader *reader)
{
    enum XML_Error error = XML_GetErrorCode(reader->parser);
    enum diag_rule rule = CPDM_RULE_XML_SYNTAX;
    const char *hint = NULL;
    if (reader->status)
        return reader->status;
    if (error == XML_ERROR_NO_MEMORY)
        return diag_no_memory(&reader->job->diag);
    size_t offset = current_offset(reader);
    /* of an entity in a tag expat tells where the tag begins; nothing before it was wrong */
    if (error == XML_ERROR_UNDEFINED_ENTITY && offset <= reader->input.length &&
        !check_references(reader, offset, reader->input.length - offset))
        return reader->status;
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        if (failures[i].error == error) {
            rule = failures[i].rule;
            hint = failures[i].hint;
        }
    return diag_fail(&reader->job->diag, rule, offset, NULL, hint, "%s", XML_ErrorString(error));
}

/* Expat recycled: its memory stays, handlers and salt do not. Without a salt it would ask the system for one. */
static void prepare(struct xml_reader *reader)
{
    XML_ParserReset(reader->parser, NULL);
    XML_SetHashSalt(reader->parser, reader->salt);
    XML_SetUserData(reader->parser, reader);
    XML_SetElementHandler(reader->parser, on_start, on_end);
    XML_SetCharacterDataHandler(reader->parser, on_text);
    XML_SetStartDoctypeDeclHandler(reader->parser, on_doctype);
    XML_SetSkippedEntityHandler(reader->parser, on_skipped_entity);
}

cpdm_status xml_read(struct xml_reader *reader, struct job *job, cpdm_slice input, const struct xml_handler *handler)
{
    job->diag.text = input;
    if (input.length > LENGTH_MAX)
        return diag_fail(&job->diag, CPDM_RULE_DOCUMENT_LIMIT, DIAG_NO_OFFSET, NULL, NULL,
                         "an XML document of more than %d octets", LENGTH_MAX);
    struct xml_reader *outer = at_work;
    at_work = reader;
    reader->job = job;
    reader->input = input;
    reader->handler = handler;
    reader->depth = 0;
    reader->status = CPDM_OK;
    reader->check_references = false;
    prepare(reader);
    enum XML_Status parsed = XML_Parse(reader->parser, input.data, (int)input.length, XML_TRUE);
    cpdm_status status = parsed == XML_STATUS_OK ? reader->status : explain(reader);
    at_work = outer;
    return status;
}

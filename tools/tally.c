/* SPDX-License-Identifier: MIT */
/* Counts into a summary for people and programs, and into OpenMetrics text for a collector (OpenMetrics 1.0). No label
 * is a name out of a record: a telephone's number does not belong into a time series. */
#include "tally.h"

void tally_add(struct tally *total, const struct tally *part)
{
    total->records += part->records;
    total->ok += part->ok;
    total->unauthenticated += part->unauthenticated;
    total->octets_in += part->octets_in;
    total->octets_out += part->octets_out;
    total->shared_passwords += part->shared_passwords;
    total->replayed_same += part->replayed_same;
    total->replayed_changed += part->replayed_changed;
    for (int class = 0; class < FAULT_CLASSES; class ++)
        total->classes[class] += part->classes[class];
    for (int rule = 0; rule < TALLY_RULES; rule++)
        total->rules[rule] += part->rules[rule];
}

static void put_classes(const struct tally *tally, GString *out)
{
    for (int class = 0; class < FAULT_CLASSES; class ++)
        g_string_append_printf(out, "%s\"%s\": %llu", class ? ", " : "", findings_class_name((enum fault_class) class),
                               (unsigned long long)tally->classes[class]);
}

static void put_rules(const struct tally *tally, GString *out)
{
    const char *comma = "";
    for (unsigned rule = 0; rule < TALLY_RULES; rule++) {
        if (!tally->rules[rule])
            continue;
        g_string_append_printf(out, "%s\"CPDM-%04u\": %llu", comma, rule, (unsigned long long)tally->rules[rule]);
        comma = ", ";
    }
}

static void put_number(GString *out, const char *name, uint64_t number)
{
    g_string_append_printf(out, "  \"%s\": %llu,\n", name, (unsigned long long)number);
}

void tally_summary(const struct tally *tally, const struct tally_story *story, GString *out)
{
    g_string_append(out, "{\n");
    put_number(out, "records", tally->records);
    put_number(out, "ok", tally->ok);
    put_number(out, "errors", tally->records - tally->ok);
    put_number(out, "unauthenticated", tally->unauthenticated);
    put_number(out, "resumed_after", story->resumed_after);
    put_number(out, "shared_passwords", tally->shared_passwords);
    put_number(out, "passwords_forgotten", story->passwords_forgotten);
    if (story->replay) {
        put_number(out, "replayed_same", tally->replayed_same);
        put_number(out, "replayed_changed", tally->replayed_changed);
    }
    if (story->worker) {
        put_number(out, "claimed", story->claimed);
        put_number(out, "overtaken", story->overtaken);
        put_number(out, "dead_letters", story->buried);
        put_number(out, "links_lost", story->links);
    }
    g_string_append_printf(out, "  \"drained\": %s,\n  \"tables\": \"%s\",\n  \"version\": \"%s\",\n  \"classes\": {",
                           story->drained ? "true" : "false", story->tables_id, cpdm_version());
    put_classes(tally, out);
    g_string_append(out, "},\n  \"rules\": {");
    put_rules(tally, out);
    g_string_append(out, "}\n}\n");
}

static void put_family(GString *out, const char *name, const char *help)
{
    g_string_append_printf(out, "# TYPE %s counter\n# HELP %s %s\n", name, name, help);
}

static void put_sample(GString *out, const char *name, const char *label, const char *value, uint64_t number)
{
    g_string_append_printf(out, "%s_total{%s=\"%s\"} %llu\n", name, label, value, (unsigned long long)number);
}

/* A family of one sample. */
static void put_counter(GString *out, const char *name, const char *help, uint64_t number)
{
    put_family(out, name, help);
    g_string_append_printf(out, "%s_total %llu\n", name, (unsigned long long)number);
}

static void put_error_metrics(const struct tally *tally, GString *out)
{
    char rule_text[16];
    put_family(out, "cpdm_errors", "Records that were refused, by whose fault it is.");
    for (int class = 0; class < FAULT_CLASSES; class ++)
        put_sample(out, "cpdm_errors", "class", findings_class_name((enum fault_class) class), tally->classes[class]);
    put_family(out, "cpdm_rule_errors", "Records that were refused, by the rule that they broke.");
    for (unsigned rule = 0; rule < TALLY_RULES; rule++) {
        g_snprintf(rule_text, sizeof rule_text, "CPDM-%04u", rule);
        if (tally->rules[rule])
            put_sample(out, "cpdm_rule_errors", "rule", rule_text, tally->rules[rule]);
    }
}

static void put_worker_metrics(const struct tally_story *story, GString *out)
{
    put_counter(out, "cpdm_claimed", "Entries that were pending, taken over.", story->claimed);
    put_counter(out, "cpdm_overtaken", "Results that were not given, because another worker had given them.",
                story->overtaken);
    put_counter(out, "cpdm_dead_letters", "Entries that were put aside.", story->buried);
    put_counter(out, "cpdm_links_lost", "Links to the server that were lost.", story->links);
}

void tally_metrics(const struct tally *tally, const struct tally_story *story, GString *out)
{
    put_family(out, "cpdm_records", "Records that were answered.");
    put_sample(out, "cpdm_records", "result", "ok", tally->ok);
    put_sample(out, "cpdm_records", "result", "error", tally->records - tally->ok);
    put_error_metrics(tally, out);
    put_counter(out, "cpdm_unauthenticated", "Records that were translated though nobody vouched for them.",
                tally->unauthenticated);
    put_counter(out, "cpdm_shared_passwords", "Passwords of DM accounts that another device had before.",
                tally->shared_passwords);
    put_counter(out, "cpdm_passwords_forgotten", "Passwords that were no longer compared with, for lack of room.",
                story->passwords_forgotten);
    put_family(out, "cpdm_octets", "Octets of records and of results.");
    put_sample(out, "cpdm_octets", "direction", "in", tally->octets_in);
    put_sample(out, "cpdm_octets", "direction", "out", tally->octets_out);
    if (story->worker)
        put_worker_metrics(story, out);
    g_string_append(out, "# EOF\n");
}

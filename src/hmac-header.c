/* SPDX-License-Identifier: MIT */
/*
 * The x-syncml-hmac header (OMA DM Security 1.3 section 5.6.1):
 *
 *   header    = parameter *( "," parameter )
 *   parameter = "algorithm" "=" token | "ServerId" "=" quoted | "Timestamp" "=" quoted | "mac" "=" base64
 *
 * It is written so. The example beside this grammar has semicolons for commas and quotes around every value, and both
 * are read. MAC = HMAC-SHA-256(key, Timestamp ":" message).
 */
#include "base64.h"
#include "credentials.h"
#include "digest.h"
#include "mac.h"

struct hmac_header {
    unsigned algorithms, server_ids, timestamps, macs; /* how often each stands */
    cpdm_slice algorithm, timestamp, mac;
};

static cpdm_status refuse(struct job *job, const char *sentence)
{
    return diag_fail(&job->diag, CPDM_RULE_HMAC_HEADER, DIAG_NO_OFFSET, NULL, NULL, "%s", sentence);
}

static cpdm_status compute(struct job *job, cpdm_slice key, cpdm_slice timestamp, cpdm_slice message,
                           uint8_t mac[DIGEST_SHA256_OCTETS])
{
    const cpdm_slice parts[] = {timestamp, SLICE(":"), message};
    if (key.length == 0)
        return diag_fail(&job->diag, CPDM_RULE_SECRET_MISSING, DIAG_NO_OFFSET, NULL,
                         "give hmac-key= in the secrets file",
                         "x-syncml-hmac needs the AAuthSecret of client and server");
    return digest_hmac_sha256(key, parts, 3, mac) ? CPDM_OK : credentials_no_digest(job);
}

/* ---- writing ---- */

/* Whether the two digits at an index are a number from the least to the most. */
static bool is_number(cpdm_slice text, size_t index, int least, int most)
{
    int number = 10 * (text.data[index] - '0') + (text.data[index + 1] - '0');
    return number >= least && number <= most;
}

/* YYYY-MM-DDThh:mm:ssZ of ISO 8601, whose second may be a leap second. */
static bool is_timestamp(cpdm_slice text)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    if (text.length != sizeof form - 1)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (form[i] == '0' ? text.data[i] < '0' || text.data[i] > '9' : text.data[i] != form[i])
            return false;
    return is_number(text, 5, 1, 12) && is_number(text, 8, 1, 31) && is_number(text, 11, 0, 23) &&
           is_number(text, 14, 0, 59) && is_number(text, 17, 0, 60);
}

static bool needs_no_quotation(cpdm_slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] < ' ' || text.data[i] > '~' || text.data[i] == '"' || text.data[i] == '\\')
            return false;
    return text.length > 0;
}

cpdm_status hmac_header_write(struct job *job, cpdm_slice key, cpdm_slice server_id, cpdm_slice timestamp,
                              cpdm_slice message, cpdm_slice *header)
{
    uint8_t mac[DIGEST_SHA256_OCTETS];
    if (!is_timestamp(timestamp) || !needs_no_quotation(server_id))
        return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                         "a timestamp is like 2012-01-01T13:04:20Z, and a server id of visible characters");
    cpdm_status status = compute(job, key, timestamp, message, mac);
    if (status != CPDM_OK)
        return status;
    struct bytes_writer writer = bytes_writer(&job->arena, 160);
    bytes_put_text(&writer, "algorithm=HMAC-SHA256, ServerId=\"");
    bytes_put_slice(&writer, server_id);
    bytes_put_text(&writer, "\", Timestamp=\"");
    bytes_put_slice(&writer, timestamp);
    bytes_put_text(&writer, "\", mac=");
    base64_put(&writer, slice((const char *)mac, sizeof mac));
    return bytes_finish(&writer, header) ? CPDM_OK : diag_no_memory(&job->diag);
}

/* ---- reading ---- */

static bool is_blank(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void skip(struct bytes_reader *in, bool separators)
{
    int c = bytes_peek(in);
    while (is_blank(c) || (separators && (c == ',' || c == ';'))) {
        bytes_get(in);
        c = bytes_peek(in);
    }
}

static cpdm_slice take_until(struct bytes_reader *in, const char *stops)
{
    const uint8_t *first = in->next;
    while (bytes_left(in) && !is_blank(bytes_peek(in)) && !strchr(stops, bytes_peek(in)))
        bytes_get(in);
    return slice((const char *)first, (size_t)(in->next - first));
}

static bool take_value(struct bytes_reader *in, cpdm_slice *value)
{
    skip(in, false);
    if (bytes_peek(in) != '"') {
        *value = take_until(in, ",;");
        return true;
    }
    bytes_get(in);
    const uint8_t *first = in->next;
    if (!bytes_skip_past(in, SLICE("\"")))
        return false;
    *value = slice((const char *)first, (size_t)(in->next - first) - 1);
    return true;
}

static bool take_parameter(struct bytes_reader *in, struct hmac_header *header)
{
    cpdm_slice name = take_until(in, "="), value;
    skip(in, false);
    if (bytes_get(in) != '=' || !take_value(in, &value))
        return false;
    if (slice_equal_ignoring_case(name, SLICE("algorithm"))) {
        header->algorithms++;
        header->algorithm = value;
    } else if (slice_equal_ignoring_case(name, SLICE("ServerId"))) {
        header->server_ids++;
    } else if (slice_equal_ignoring_case(name, SLICE("Timestamp"))) {
        header->timestamps++;
        header->timestamp = value;
    } else if (slice_equal_ignoring_case(name, SLICE("mac"))) {
        header->macs++;
        header->mac = value;
    }
    return true;
}

static void skip_name(struct bytes_reader *in)
{
    struct bytes_reader after = *in;
    skip(&after, false);
    if (slice_equal_ignoring_case(take_until(&after, ":"), SLICE("x-syncml-hmac")) && bytes_get(&after) == ':')
        *in = after;
}

static cpdm_status read_header(struct job *job, cpdm_slice text, struct hmac_header *header)
{
    struct bytes_reader in = bytes_reader(text);
    *header = (struct hmac_header){.algorithm = SLICE("HMAC-SHA256")};
    skip_name(&in);
    for (skip(&in, true); bytes_left(&in); skip(&in, true))
        if (!take_parameter(&in, header))
            return refuse(job, "the header is not of parameters with values");
    if (header->macs != 1 || header->timestamps != 1 || header->algorithms > 1 || header->server_ids > 1)
        return refuse(job, "the header has its mac or Timestamp not once, or another parameter twice");
    if (!slice_equal_ignoring_case(header->algorithm, SLICE("HMAC-SHA256")))
        return refuse(job, "the algorithm of the header is not HMAC-SHA256");
    return CPDM_OK;
}

cpdm_status hmac_header_verify(struct job *job, cpdm_slice text, cpdm_slice key, cpdm_slice message)
{
    struct hmac_header header;
    cpdm_slice claimed;
    uint8_t right[DIGEST_SHA256_OCTETS];
    cpdm_status status = read_header(job, text, &header);
    if (status != CPDM_OK)
        return status;
    enum base64_result result = base64_decode(&job->arena, header.mac, &claimed);
    if (result == BASE64_NO_MEMORY)
        return diag_no_memory(&job->diag);
    if (result == BASE64_INVALID || claimed.length != sizeof right)
        return refuse(job, "the mac of the header is not base64 of 32 octets");
    status = compute(job, key, header.timestamp, message, right);
    if (status != CPDM_OK)
        return status;
    bool proven = mac_equal_octets(claimed.data, right, sizeof right);
    cleanse(right, sizeof right);
    if (proven)
        return CPDM_OK;
    return diag_fail(&job->diag, CPDM_RULE_MAC_WRONG, DIAG_NO_OFFSET, NULL, NULL,
                     "the MAC does not belong to this message, this timestamp and this secret");
}

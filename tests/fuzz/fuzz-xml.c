/* SPDX-License-Identifier: MIT */
/* Octets as a CP document in XML: refused with a complaint, or written and read back the same in both forms. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_round_trip(data, size, CPDM_FORM_XML);
    return 0;
}

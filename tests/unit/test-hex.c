/* SPDX-License-Identifier: MIT */
/* Eight digits at a time, decimal and hexadecimal: every octet at every place, against the C library. */
#include <glib.h>
#include <stdbool.h>

#include "hex-eight.h"

#define PLACES 8u

static void test_every_octet_is_read(void)
{
    for (unsigned place = 0; place < PLACES; place++)
        for (unsigned octet = 0; octet <= UINT8_MAX; octet++) {
            char digits[] = "09afAF5c", first[] = {0, 0, 0};
            uint8_t octets[HEX_OCTETS];
            digits[place] = (char)octet;
            bool right = hex_read_eight(digits, octets) == 0;
            g_assert_cmpint(right, ==, g_ascii_isxdigit((char)octet));
            for (unsigned i = 0; right && i < HEX_OCTETS; i++) {
                memcpy(first, digits + 2 * i, 2);
                g_assert_cmpuint(octets[i], ==, strtoul(first, NULL, 16));
            }
        }
}

static void test_decimal_digits_are_told(void)
{
    for (unsigned place = 0; place < PLACES; place++)
        for (unsigned octet = 0; octet <= UINT8_MAX; octet++) {
            char digits[] = "09182736";
            digits[place] = (char)octet;
            g_assert_cmpint(decimal_are_eight(digits), ==, g_ascii_isdigit((char)octet));
        }
}

static void test_every_octet_is_written(void)
{
    for (unsigned place = 0; place < HEX_OCTETS; place++)
        for (unsigned octet = 0; octet <= UINT8_MAX; octet++) {
            uint8_t octets[HEX_OCTETS] = {0x09, 0xAF, 0x90, 0xFA};
            char digits[PLACES], *expected;
            octets[place] = (uint8_t)octet;
            expected = g_strdup_printf("%02X%02X%02X%02X", octets[0], octets[1], octets[2], octets[3]);
            hex_write_eight(octets, digits);
            g_assert_true(memcmp(digits, expected, sizeof digits) == 0);
            g_free(expected);
        }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hex/read", test_every_octet_is_read);
    g_test_add_func("/hex/decimal", test_decimal_digits_are_told);
    g_test_add_func("/hex/written", test_every_octet_is_written);
    return g_test_run();
}

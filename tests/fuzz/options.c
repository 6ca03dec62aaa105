/* SPDX-License-Identifier: MIT */
/* sources: core/boot/options.c core/boot/option_text.c
 *          core/boot/option_value.c core/boot/words.c core/lib/format.c */
/* The kernel command line: whatever it is, the normalized text is bounded
 * and plain, and its values can be had, or do not fit. */
#include "../../core/boot/options.h"

#include "../../core/api/error.h"
#include "fuzz.h"

static const char *const keys[] = { "workload", "limit", "arg.a", "nothing" };

static void check_text(const char *text)
{
    char value[OPTION_WORD_SIZE], small[4];

    for (const char *c = text; *c; c++)
        FUZZ_CHECK(*c >= ' ' && *c <= '~');
    for (u32 i = 0; i < ARRAY_SIZE(keys); i++) {
        const int length = option_get(text, keys[i], value, sizeof(value));
        FUZZ_CHECK(length < 0 || value[length] == 0);
        FUZZ_CHECK(option_get(text, keys[i], small, sizeof(small)) < 4);
        option_number(text, keys[i], 7);
    }
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
    char *line = fuzz_copy(data, size, 1), *text = malloc(OPTIONS_SIZE);
    char reason[120];
    const int error = options_parse(line, text, reason, sizeof(reason));

    FUZZ_CHECK(memchr(text, 0, OPTIONS_SIZE));
    if (error)
        FUZZ_CHECK(error == E_OPTION && !*text && *reason);
    else
        check_text(text);
    free(line);
    free(text);
    return 0;
}

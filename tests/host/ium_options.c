/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* Options of the kernel's command line that are numbers. */
#include "../../lua/module/options.c"

#include "check.h"

static void number(const char *word, int expected)
{
    char text[40], *words[] = { text, NULL };

    strcpy(text, word);
    environ = words;
    CHECK_EQ(option_number("a", 7, 100), expected);
}

int main(void)
{
    static const char *const bad[] = {
        "a=", "a=x", "a=12x", "a=1 2", "a=-1", "a=-2", "a=-100", "a=101", "a=0x10", "a=1.5",
        "a=99999999999999999999",
    };

    for (u32 i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        number(bad[i], -1);
    number("a=0", 0);
    number("a=100", 100);
    number("a=012", 12);
    number("b=5", 7);
    char word[] = "%41b%2f%2%zz%25";
    decode(word);
    CHECK(!strcmp(word, "Ab/%2%zz%"));
    return check_done();
}

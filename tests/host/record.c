/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c core/lib/format.c */
/* Records of each size about the longest: sent whole, or refused. */
#include "../../bench/record.c"

#include "check.h"

#include <string.h>

static char sent[RECORD_MAX + ENVELOPE];
static u32 length;

static int write(u32 channel, const void *data, u32 size)
{
    CHECK(channel == CONSOLE_RESULTS && size < sizeof(sent));
    memcpy(sent, data, size);
    length = size;
    return (int)size;
}

static const struct console methods = { .write = write };

static void test_sizes(void)
{
    static char text[RECORD_MAX + 8];

    for (u32 n = RECORD_MAX - 10; n < RECORD_MAX + 5; n++) {
        memset(text, 'x', n);
        text[n] = 0;
        record_start("k");
        record_text("t", text);
        length = 0;
        if (n + 4 < RECORD_MAX) {       /* "k t=" is before it */
            CHECK_EQ(record_send(), 0);
            CHECK(length > n && sent[length - 1] == '\n');
            CHECK(!memcmp(sent + length - 1 - n, text, n));
        } else {
            CHECK_EQ(record_send(), E_RANGE);
            CHECK_EQ(length, 0);
        }
    }
}

int main(void)
{
    console = &methods;
    CHECK_EQ(record_begin(), 0);
    record_start("s");
    record_text("name", "a b%\x7f");
    record_number("n", ~0ull);
    record_text("v", "");
    record_item(1);
    record_item(2);
    CHECK_EQ(record_send(), 0);
    sent[length] = 0;
    CHECK(strstr(sent, "@ 1 ") == sent);
    CHECK(strstr(sent, " s name=a%20b%25%7f n=18446744073709551615 v=1,2\n"));
    CHECK_EQ(record_begin(), 0);        /* from 1 again */
    record_start("s");
    CHECK_EQ(record_send(), 0);
    sent[length] = 0;
    CHECK(strstr(sent, "@ 1 ") == sent);
    for (u32 i = 2; i <= 70000; i++) {  /* each has a number of its own */
        char start[16];
        record_start("s");
        CHECK_EQ(record_send(), 0);
        sprintf(start, "@ %u ", i);
        CHECK(!strncmp(sent, start, strlen(start)));
    }
    test_sizes();
    return check_done();
}

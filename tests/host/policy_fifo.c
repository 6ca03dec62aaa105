/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* Round robin, against a list that is kept by hand. */
#include "../../modules/policies/fifo.c"

#include <stdlib.h>

#include "check.h"

static int list[THREAD_MAX], length;

static void leave(int at)
{
    for (length--; at < length; at++)
        list[at] = list[at + 1];
}

static void step(void)
{
    const int thread = 1 + rand() % 80, what = rand() % 4;
    int at = 0;

    while (at < length && list[at] != thread)
        at++;
    if (what < 2) {
        ready(thread);
        if (at == length && length < THREAD_MAX)
            list[length++] = thread;
    } else if (what == 2) {
        CHECK_EQ(next(), length ? list[0] : 0);
        if (length)
            leave(0);
    } else {
        gone(thread);
        if (at < length)
            leave(at);
    }
    CHECK_EQ(count, length);
}

int main(void)
{
    CHECK_EQ(next(), 0);
    srand(2);
    for (u32 i = 0; i < 20000; i++)
        step();
    CHECK(quantum(1) > 0);
    return check_done();
}

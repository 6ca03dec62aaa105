/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment switch: see requests.h. */
#include "../../bench/experiments/switch.c"

#include "requests_memory.h"

static void request_reset(void) { memory_reset(); }

static int create_thread(int (*entry)(u32), u32 argument, u32 stack)
{
    const int handle = (int)++next_handle;

    CHECK(entry == run);
    return ask(handle, "create_thread(%u %x) -> %d", argument, stack, handle);
}

static int join_thread(int thread) { return ask(0, "join(%d)", thread); }

static const struct concurrency scheduler = { .create = create_thread,
                                              .join = join_thread };

int main(void)
{
    memory = &model;
    concurrency = &scheduler;
    CHECK_EQ(page_table.strategy != NULL, 1);
    REQUEST_TIMED(switch, 0);
    request_compare("tests/golden/requests/switch.txt");
    return check_done();
}

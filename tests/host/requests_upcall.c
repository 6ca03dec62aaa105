/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment upcall: see requests.h. */
#include "requests.h"

#define note ask

#include "ipc_world.h"
#include "../../bench/experiments/upcall.c"

static void request_reset(void)
{
    world_reset();
    round = 0;
}

static int call(u32 operation, const void *words, u32 in_size, void *answer,
                u32 out_size)
{
    (void)words, (void)answer;
    return ask(world_serve(world_served(1), in, out, out_size),
               "call(%u %u %u)", operation, in_size, out_size);
}

static const struct service table = { call };

int main(void)
{
    cm = &world_cm;
    memory = &world_model;
    service = &table;
    CHECK(init(WORLD_SELF) == 0 && self == WORLD_SELF);
    REQUEST_BODY(upcall, 0);
    REQUEST_BODY(upcall, 64);
    REQUEST_BODY(upcall, 2);
    request_compare("tests/golden/requests/upcall.txt");
    return check_done();
}

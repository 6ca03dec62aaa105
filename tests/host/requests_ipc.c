/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment ipc: see requests.h. */
#include "requests.h"

#define note ask

#include "ipc_world.h"
#include "../../bench/experiments/ipc/ipc.c"

int ipc_witness(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    return behind->call(operation, in, in_size, out, out_size);
}

static void request_reset(void)
{
    world_reset();
    round = 0;
}

/* Of this stack one is known, and of what the witness has seen none. */
static int query_region(u32 space, u32 base, struct region_info *info)
{
    info->region = 5 + (base == ipc_seen);
    return ask((int)info->region, "query_region(%x stack) -> %u", space,
               info->region);
}

static const struct nmm regions = { .query_region = query_region };

static void see(void) { ipc_seen = WORLD_AT; }

int main(void)
{
    cm = &world_cm;
    memory = peer = &world_model;
    control = &world_binding;
    nmm = &regions;
    world_called = see;
    CHECK(init(WORLD_SELF) == 0 && self == WORLD_SELF);
    REQUEST_TIMED(call, 0);
    REQUEST_TIMED(call, 64);
    REQUEST_TIMED(send, 0);
    REQUEST_TIMED(send, IPC_BYTES);
    REQUEST_TIMED(grant, 0);
    REQUEST_TIMED(grant, IPC_BYTES);
    REQUEST_TIMED(call, 2);
    request_compare("tests/golden/requests/ipc.txt");
    return check_done();
}

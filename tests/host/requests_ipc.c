/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment ipc: see requests.h. */
#include "requests.h"

#define note ask

#include "ipc_world.h"
#include "../../bench/experiments/ipc.c"

static void request_reset(void)
{
    world_reset();
    round = 0;
}

int main(void)
{
    cm = &world_cm;
    memory = peer = &world_model;
    control = &world_binding;
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

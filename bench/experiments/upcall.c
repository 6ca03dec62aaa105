/* SPDX-License-Identifier: MIT */
/*
 * Experiment upcall: a module at ring 1 calls the interface of a client, which is
 * bound as any module's is; x bytes go there, and as many come back. The row's
 * script binds `memory` to the client's model.
 *
 * Proof of a sample: as of experiment ipc (ipc.c).
 */
#include "../lib/program.h"
#include "binding.h"

DEIMOS_RECEPTACLE(memory, memory, "memory");
DEIMOS_RECEPTACLE(service, service, "service");

static int self, bound;
static struct program server;
static u32 in[IPC_WORDS], out[IPC_WORDS];
static u32 bytes, round;                /* x; of the sample */
static const void *to;                  /* NULL: no bytes */
static void *from;
static volatile int result;

static int init(int handle)
{
    self = handle;
    return 0;
}

static int set_up(u32 x)
{
    if (x > IPC_BYTES || x % sizeof(u32))
        return E_RANGE;
    bytes = x;
    to = x ? in : NULL;
    from = x ? out : NULL;
    const int error = program_serve(&server, memory, "ipc_server");
    if (error < 0)
        return error;
    bound = cm->bind(self, "service", server.module, "service");
    return bound;
}

static int tear_down(void)
{
    const int error = bound > 0 ? cm->unbind(bound) : 0;
    const int destroyed = program_destroy(&server, memory);

    bound = 0;
    return error < 0 ? error : destroyed;
}

static int prepare(void)
{
    program_fill(in, out, ++round);
    result = E_VERIFY;
    return program_reset(&server, memory);
}

static void body(void)
{
    result = service->call(SERVICE_DATA, to, bytes, from, bytes);
}

static int check(void)
{
    if (result < 0)
        return result;
    const int error = program_compare(out, bytes, round);
    if (error < 0 || result != (int)bytes)
        return E_VERIFY;
    return program_verify(&server, memory, bytes);
}

DEIMOS_MODULE("bench_upcall", MODULE_SYSTEM, .init = init);
EXPERIMENT(upcall, set_up, prepare, body, check, tear_down);

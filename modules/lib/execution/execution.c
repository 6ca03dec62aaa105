/* SPDX-License-Identifier: MIT */
/*
 * Clients that run: a space and a thread each. A handle is slot + 1, with the
 * uses of the slot above; it lasts until wait(), which gives all back.
 */
#include "execution.h"

#include "../../../core/api/handle.h"

#define RUNS 64
#define BITS 8                  /* of a handle: slot + 1 */
#define STACK_SIZE 16384        /* of a thread, at ring 1; flat's clients
                                   have no other */

struct run {
    u32 uses;
    int handle;                 /* 0: free */
    int space, thread;
    u32 argument;
    int has_ended;              /* its status may be any number */
    int is_joined, status;      /* it has ended, and its space is still in use */
};

const struct memory *volatile execution_memory;
const struct concurrency *volatile execution_threads;

DEIMOS_ENTRY_ execution_receptacle = {
    .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE,
    .name = "concurrency", .type = "concurrency",
    .table = (void *)&execution_threads, .count = 1,
};

static struct run runs[RUNS];

static struct run *find(int handle)
{
    const u32 i = handle_number(BITS, (u32)handle) - 1;

    return i < RUNS && runs[i].handle == handle ? &runs[i] : NULL;
}

/* Taken at once: another thread may be in here, too. */
static struct run *take(void)
{
    for (u32 i = 0; i < RUNS; i++) {
        struct run *r = &runs[i];
        int none = 0;
        const int handle = (int)handle_make(BITS, i + 1, r->uses);

        if (__atomic_compare_exchange_n(&r->handle, &none, handle, 0,
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
            return r;
    }
    return NULL;
}

static void give_back(struct run *r)
{
    r->uses = handle_next(BITS, r->uses);
    r->space = r->thread = r->is_joined = 0;
    r->handle = 0;
}

/* The thread of a client. */
static int run(u32 slot)
{
    const int status = execution_memory->run(runs[slot].space,
                                             runs[slot].argument);

    runs[slot].has_ended = 1;
    return status;
}

static int start(struct run *r, const char *image)
{
    int error = execution_memory->load(r->space, image);

    if (error < 0)
        return error;
    r->thread = execution_threads->create(run, (u32)(r - runs), STACK_SIZE);
    return r->thread;
}

static int create(struct run *r, const char *image)
{
    int error;

    r->space = execution_memory->create();
    if (r->space < 0)
        return r->space;
    error = start(r, image);
    if (error < 0)
        execution_memory->destroy(r->space);
    return error;
}

static int exec(const char *image, u32 argument)
{
    struct run *r = take();

    if (!r)
        return E_FULL;
    r->argument = argument;
    r->has_ended = 0;
    const int error = create(r, image);
    if (error < 0) {
        give_back(r);
        return error;
    }
    return r->handle;
}

/* It has not ended: nobody could run, or all wait for paging, which is off. */
static int goes_on(const struct run *r, int status)
{
    return !r->has_ended && (status == E_ACTIVE || status == E_PAGING);
}

static int wait(int handle)
{
    struct run *r = find(handle);
    int status;

    if (!r || r->thread <= 0)
        return E_HANDLE;
    status = r->is_joined ? r->status : execution_threads->join(r->thread);
    if (find(handle) != r)
        return status;          /* another waited */
    if (goes_on(r, status))
        return status;
    const int error = execution_memory->destroy(r->space);
    if (error == E_BUSY || error == E_ACTIVE) {
        r->is_joined = 1;
        r->status = status;
        return error;
    }
    give_back(r);
    return status;
}

static int space(int handle)
{
    const struct run *r = find(handle);

    return r ? r->space : E_HANDLE;
}

static int thread(int handle)
{
    const struct run *r = find(handle);

    return r ? r->thread : E_HANDLE;
}

static int count(void)
{
    int used = 0;

    for (u32 i = 0; i < RUNS; i++)
        used += runs[i].handle != 0;
    return used;
}

const struct execution execution_table = { exec, wait, space, thread, count };

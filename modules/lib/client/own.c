/* SPDX-License-Identifier: MIT */
/*
 * A client that names its own concurrency module runs on a thread of that: the
 * thread which asks for it waits for its end.
 */
#include "run.h"

#define STACK 16384             /* at ring 1; clients of flat have no other */

/* In a page of its own: who asked may be gone when the thread begins. */
struct start {
    u32 region;
    int space;
    u32 argument;
};

int client_is_elsewhere(const struct client *client)
{
    if (!client->threads || !client->head.module)
        return 0;
    const int whose = (*client->threads)->whose();
    if (whose == WHOSE_OWN || whose == E_UNBOUND)
        return 0;
    return whose < 0 ? whose : 1;
}

/* The model must know whose thread it is, or it would leave another one without
 * its task. */
static int begin(u32 at)
{
    struct start start = *(const struct start *)at;

    model_release(&start.region);
    if (concurrency->whose() <= WHOSE_FIRST)
        return E_UNBOUND;
    return model_memory.run(start.space, start.argument);
}

int client_run_own(const struct client *client, u32 argument)
{
    const struct concurrency *own = *client->threads;
    const int error = own->yield();     /* can it be waited for? */
    u32 region;

    if (error < 0)
        return error;
    struct start *start = model_allocate(sizeof(*start), &region);
    if (!start)
        return E_NOMEM;
    *start = (struct start){ region, client->head.handle, argument };
    const int thread = own->create(begin, (u32)start, STACK);
    if (thread < 0) {
        model_release(&region);
        return thread;
    }
    return own->join(thread);
}

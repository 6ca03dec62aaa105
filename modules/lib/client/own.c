/* SPDX-License-Identifier: MIT */
/*
 * A client that names its own concurrency module runs on a thread of that: the
 * thread which asks for it waits for its end. It waits by its own kind of threads, on
 * a word of the client's, and not in the other module, so that this one can be
 * replaced meanwhile (concurrency.h). It joins a thread that has ended.
 *
 * Invariant: while `taken`, the thread that was created for the client is not joined.
 * Who cannot wait leaves it so: the next run() or the client's end joins it. If the
 * client's module dies, or names no threads any more, nobody can: then the thread's
 * place is free when that module is gone, whose thread it is.
 */
#include "run.h"

#include "../call/module_at.h"
#include "../lock/lock.h"

#define STACK 16384             /* at ring 1; clients of flat have no other */

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
static int run(const struct client *client)
{
    if (!module_lives(client->head.module))
        return E_DEAD;                  /* before this thread began */
    if (concurrency->whose() <= WHOSE_FIRST)
        return E_UNBOUND;
    return model_memory.run(client->head.handle, client->own.argument);
}

/* Who asked for it may have gone, or have been told that the thread is lost. */
int client_begin(u32 space)
{
    struct client *client = (struct client *)spaces_find((int)space);

    if (!client || !client->own.taken || client->own.began)
        return E_OK;
    client->own.began = LOCK_FRAME;
    client->own.result = run(client);
    client->own.has_ended = 1;
    concurrency->wake(&client->own.has_ended);
    return E_OK;
}

/* With its concurrency module. (Where it begins is cut off if a client of flat dies
 * in another thread.) */
static int is_lost(const struct client *client)
{
    const u32 began = client->own.began;

    return !backtrace_begins_at((u32)client->begin, nmm) &&
           !(began && backtrace_has(began, nmm));
}

/* E_ACTIVE: it is about to end, and this thread cannot wait for that. */
static int join(struct client *client)
{
    const int error = (*client->threads)->join(client->own.thread);

    if (error == E_ACTIVE)
        return error;
    client->own.taken = client->own.waiter = 0;
    return client->own.has_ended ? client->own.result :
           error == E_OK ? E_HANDLE : error;
}

/* One that is not beside has no turn while we wait here: it says so there. */
static int await(struct client *client)
{
    const volatile u32 *has_ended = &client->own.has_ended;
    int error = 0;

    client->own.waiter = LOCK_FRAME;
    while (!*has_ended && !is_lost(client)) {
        if (error == E_ACTIVE && !client->own.began)
            break;
        if (error < 0)
            return error;
        error = concurrency->wait(has_ended, 0);
    }
    return join(client);
}

static int settle(struct client *client)
{
    const u32 waiter = client->own.waiter;

    if (!client->own.taken)
        return E_OK;
    if ((waiter && backtrace_has(waiter, nmm)) ||
        !(client->own.has_ended || is_lost(client)))
        return E_ACTIVE;
    join(client);
    return client->own.taken ? E_ACTIVE : E_OK;
}

int client_unload(struct client *client)
{
    const int error = settle(client);

    return error < 0 ? error : module_leave(&client->head);
}

static int create(struct client *client, u32 argument)
{
    client->own = (struct own_run){ .taken = 1, .argument = argument };
    const int thread = (*client->threads)->create(
        client->begin, (u32)client->head.handle, STACK);
    client->own.thread = thread;
    client->own.taken = thread > 0;
    return thread;
}

int client_run_own(struct client *client, u32 argument)
{
    const int space = client->head.handle;
    int error = (*client->threads)->yield();    /* can it be waited for? */

    if (error < 0)
        return error;
    if ((struct client *)spaces_find(space) != client)
        return E_HANDLE;                        /* others have run */
    error = settle(client);
    if (error < 0)
        return error;
    error = create(client, argument);
    return error < 0 ? error : await(client);
}

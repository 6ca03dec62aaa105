/* SPDX-License-Identifier: MIT */
/* A client at ring 3, in its task. */
#include "ring3.h"

#include "../../api/recover.h"
#include "../client/run.h"

int client_context_gate(u32 context, saddr_t stack);        /* enter.S */
int client_activate(struct client *client, saddr_t stack1);
int client_come_back(const struct client *client, saddr_t stack1);
u32 client_local_table(void);

/* The thread's, if there are threads: they may have died meanwhile. */
static int set_context(u32 context, saddr_t stack)
{
    const int error = concurrency->set_context(context, stack);

    return error == E_UNBOUND || error == E_DEAD ?
           client_context_gate(context, stack) : error;
}

/* From gates.S: the thread is in it, on that stack, but its task is another. */
int client_come_back(const struct client *client, saddr_t stack1)
{
    int error;

    while ((error = set_context(client->context, stack1)) == E_PAGING)
        concurrency->yield();
    return error;
}

/* Its first stack frame: where it returns to, and its argument. */
static int push_arguments(const struct client *client)
{
    const u32 frame[2] = { client->finish, client->argument };

    return model_memory.write(client->head.handle,
                              client->top - sizeof(frame), frame,
                              sizeof(frame));
}

/* From enter.S, when the client's stack of ring 1 is ready. Its memory may
 * be out of reach until it is active: while paging is off, that waits. */
int client_activate(struct client *client, saddr_t stack1)
{
    const int error = set_context(client->context, stack1);

    if (error < 0)
        return error;
    client->stack1 = stack1;
    return push_arguments(client);
}

/* By its proxy, if it has one. A module that dies in a service takes the thread
 * here. */
static int enter(struct client *client)
{
    const u32 args[2] = { (u32)client, client->top - 8 };
    struct proxy *proxy = client->proxy;

    if (proxy)
        proxy->is_dead = 0;
    const int status = (int)recover_call(proxy ? proxy->enter :
                                         (void *)client_enter, args, 2);
    client->stack1 = 0;
    set_context(0, 0);
    return status;
}

int client_run(int space, u32 argument)
{
    return client_run_by(space, argument, client_local_table() != 0, enter);
}

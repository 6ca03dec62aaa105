/* SPDX-License-Identifier: MIT */
/* A client at ring 3, in its task. */
#include "ring3.h"

#include "../../api/recover.h"
#include "../client/run.h"

int client_enter(struct client *client, u32 esp);           /* enter.S */
int client_context_gate(u32 context, saddr_t stack);
int client_activate(const struct client *client);
u32 client_local_table(void);

/* The thread's, if there are threads: they may have died meanwhile. */
static int set_context(u32 context, saddr_t stack)
{
    const int error = concurrency->set_context(context, stack);

    return error == E_UNBOUND || error == E_DEAD ?
           client_context_gate(context, stack) : error;
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
int client_activate(const struct client *client)
{
    const int error = set_context(client->context, client->stack1);

    return error < 0 ? error : push_arguments(client);
}

/* A module that dies in a service takes the thread here. */
static int enter(struct client *client)
{
    const u32 args[2] = { (u32)client, client->top - 8 };
    const int status = (int)recover_call((void *)client_enter, args, 2);

    set_context(0, 0);
    return status;
}

int client_run(int space, u32 argument)
{
    return client_run_by(space, argument, client_local_table() != 0, enter);
}

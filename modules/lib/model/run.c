/* SPDX-License-Identifier: MIT */
/* A client, from client_main to its end. */
#include "client.h"

#include "../../api/recover.h"
#include "parts.h"

int client_enter(struct client *client, u32 esp);           /* enter.S */
int client_enter_near(struct client *client, u32 argument);
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

    return model_memory.write(client->space, client->top - sizeof(frame),
                              frame, sizeof(frame));
}

/* From enter.S, when the client's stack of ring 1 is ready. Its memory may
 * be out of reach until it is active: while paging is off, that waits. */
int client_activate(const struct client *client)
{
    const int error = set_context(client->context, client->stack1);

    return error < 0 ? error : push_arguments(client);
}

/* A module that dies in a service takes the thread here. */
static int enter(struct client *client, u32 argument)
{
    const u32 args[2] = { (u32)client, client->context ?
                          client->top - 8 : argument };
    void *const how = client->context ? (void *)client_enter :
                                        (void *)client_enter_near;
    const int status = (int)recover_call(how, args, 2);

    if (client->context)
        set_context(0, 0);
    return status;
}

int client_run(int space, u32 argument)
{
    struct client *client = client_find(space);
    int result;

    if (!client)
        return E_HANDLE;
    if (!client->name[0])
        return E_NOTFOUND;
    if ((client->context && client_local_table()) ||
        !client_begin(client, (u32)__builtin_frame_address(0)))
        return E_ACTIVE;
    client->argument = argument;
    result = enter(client, argument);
    client_end(client);
    return result;
}

/* SPDX-License-Identifier: MIT */
/* A client at ring 1, from client_main to its end. */
#include "run.h"

#include "../../api/recover.h"

int client_enter_near(struct client *client, u32 argument);     /* enter.S */

/* A module that dies in a service takes the thread here. */
static int enter_near(struct client *client)
{
    const u32 args[2] = { (u32)client, client->argument };

    return (int)recover_call((void *)client_enter_near, args, 2);
}

int client_run_near(int space, u32 argument)
{
    return client_run_by(space, argument, 0, enter_near);
}

/* SPDX-License-Identifier: MIT */
/*
 * A client that names its own concurrency module. Two of them meet: each spins until
 * the other one has come. Then it calls what it is bound to.
 */
#include "client.h"

#include "binding.h"
#include "far.h"

enum { MINE = 1, YIELDS = 2, CALLS = 4 };       /* bits of the argument */

#define YIELD 5                 /* client_echo: the server yields */
#define ROUNDS 20

CLIENT("own");
CLIENT_CONCURRENCY(.pairs = "<moduleName, \"own\">");
DEIMOS_RECEPTACLE(server, service, "service");

/* Two words of an object, which all of them share. */
static int meet(u32 object, u32 argument)
{
    const u32 mine = argument & MINE, words = (argument >> 8 & 0xff) * 8;

    far_store(object, words + mine * 4, 1);
    while (!far_load(object, words + !mine * 4))
        if (argument & YIELDS && client->yield() < 0)
            return E_ACTIVE;
    return 0;
}

int client_main(u32 argument)
{
    u32 at;
    int result = client->attach("meeting", 4096, 3, &at);

    if (result >= 0)
        result = meet(at, argument);
    for (u32 i = 0; argument & CALLS && i < ROUNDS && result >= 0; i++)
        result = server->call(YIELD, NULL, 0, NULL, 0);
    return result < 0 ? result : (int)(100 + (argument & 0xff));
}

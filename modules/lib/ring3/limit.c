/* SPDX-License-Identifier: MIT */
/* Which clients can be called, for the timer's handler. */
#include "../proxy/proxy.h"
#include "../space/parts.h"

#define TIMER 0                 /* interrupt request line */

DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt", .from = "interrupt");

void limit_entry(void);         /* limit.S */

volatile u32 limit_busy;
/* Those that can be called; 0: none. */
const struct client *limit_clients[SPACES_MAX + 1];

/* Where it is, or may be: not beyond the last place, which stays 0. */
static u32 place_of(const struct client *client)
{
    u32 i = 0;

    while (i < SPACES_MAX && limit_clients[i] && limit_clients[i] != client)
        i++;
    return i;
}

static int attach(void)
{
    limit_busy = 0;
    return interrupt->attach(TIMER, limit_entry, &limit_busy);
}

int limit_begin(struct client *client)
{
    const int error = limit_clients[0] ? 0 : attach();

    if (error >= 0)
        limit_clients[place_of(client)] = client;
    return error;
}

/* The last one takes its place: a tick that comes in between finds it twice. */
void limit_end(const struct client *client)
{
    const u32 i = place_of(client), last = place_of(NULL) - 1;

    if (!limit_clients[i])
        return;
    limit_clients[i] = limit_clients[last];
    limit_clients[last] = NULL;
    if (!limit_clients[0])
        interrupt->detach(TIMER);
}

/* SPDX-License-Identifier: MIT */
/* What watches the clients of `paged`, and what it was told. */
#pragma once

static int watch_says;                  /* what watches the clients */
static u32 watch_told, closed_again;

static u32 link_of_fault;               /* behind it: the client, and the link */

int client_touch(struct client *client, struct client_fault *fault, u32 address,
                 u32 link)
{
    CHECK(client && fault->vector == 14 && link == link_of_fault);
    watch_told = address;
    fault->eflags |= 0x100;
    return watch_says;
}

static u32 pauses;                      /* told so often */

void client_pause(const struct client *client, u32 link)
{
    CHECK(client->is_stepped && link == link_of_fault);
    pauses++;
}

int model_pages_close(int space, u32 address, u32 open)
{
    CHECK(space > 0 && open == PAGES_OPEN);
    closed_again = address;
    return 0;
}

/* SPDX-License-Identifier: MIT */
/* What watches the clients of `paged`, and what it was told. */
#pragma once

static int watch_says;                  /* what watches the clients */
static u32 watch_told, closed_again;

int client_touch(struct client *client, struct client_fault *fault, u32 address)
{
    CHECK(client && fault->vector == 14);
    watch_told = address;
    fault->eflags |= 0x100;
    return watch_says;
}

static u32 pauses;                      /* told so often */

void client_pause(const struct client *client)
{
    CHECK(client->is_stepped);
    pauses++;
}

int model_pages_close(int space, u32 address, u32 open)
{
    CHECK(space > 0 && open == PAGES_OPEN);
    closed_again = address;
    return 0;
}

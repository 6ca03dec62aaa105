/* SPDX-License-Identifier: MIT */
/* The methods fetch() and fill(): what is in a client's memory, whatever the
 * client may do with it. */
#pragma once

#include "client.h"

/* Where the client's memory lies in the UPS. */
struct piece {
    u8 *at;                     /* NULL: there is nothing */
    u32 size;                   /* as far as it goes on */
    int is_code;                /* the client's stubs have such addresses */
    int is_closed;              /* another has it, too, and the client may not
                                   write it */
};

/* A model's; content_extents.c is that of models with extents. */
struct piece model_piece(struct client *client, u32 kind, u32 address);

int content_fetch(int space, u32 kind, u32 address, void *data, u32 size);
int content_fill(int space, u32 kind, u32 address, const void *data, u32 size);

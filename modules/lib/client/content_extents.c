/* SPDX-License-Identifier: MIT */
/* Where a client's memory lies in a model that keeps it in extents, whatever
 * kind it is of. What has no backing is where the client has it. */
#include "../../api/memory.h"
#include "../sharing/backing.h"
#include "../sharing/lender.h"
#include "content.h"

/* What others have, too, is not filled by who may not write it. */
struct piece model_piece(struct client *client, u32 kind, u32 address)
{
    const struct extent *e = extent_find(model_extents(&client->head),
                                         address);

    struct piece piece = { .is_code = 1 };

    (void)kind;
    if (!e)
        return piece;
    const u32 base = e->memory ? backing_at(e->memory)->base : e->base;
    piece.at = (u8 *)base + (address - e->base);
    piece.size = e->base + e->size - address;
    piece.is_closed = e->memory && !(e->most & ACCESS_WRITE) &&
                      backing_is_shared(e->memory);
    return piece;
}

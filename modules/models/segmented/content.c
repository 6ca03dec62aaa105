/* SPDX-License-Identifier: MIT */
/* Where the memory of a client of `segmented` lies, whatever it may do with
 * it. Its text has addresses of its own. */
#include "model.h"

#include "client/content.h"

static struct piece piece_of(u32 memory, u32 offset, u32 end)
{
    if (offset >= end)
        return (struct piece){ 0 };
    return (struct piece){ .at = (u8 *)backing_at(memory)->base + offset,
                           .size = end - offset };
}

/* From its far address on, up to that of the next. */
static struct piece far_piece(const struct space *space, u32 address)
{
    const u32 i = share_slot(address);
    const struct far *f = &space->far[i];

    if (i >= FARS || !f->access)
        return (struct piece){ 0 };
    const u32 offset = address - far_address(segment_selector(i));
    struct piece piece = piece_of(segment_memory(f), f->offset + offset,
                                  f->offset + f->size);
    piece.is_closed = !(f->access & ACCESS_WRITE);
    return piece;
}

struct piece model_piece(struct client *client, u32 kind, u32 address)
{
    const struct space *space = (const void *)client;

    if (!space->data)
        return (struct piece){ 0 };
    if (kind != AREA_TEXT)
        return far_is(address) ? far_piece(space, address) :
               piece_of(space->data, address, client_limit(space->end));
    struct piece piece = piece_of(space->text, address, segment_text(space));
    piece.is_code = 1;
    return piece;
}

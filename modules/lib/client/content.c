/* SPDX-License-Identifier: MIT */
#include "content.h"

#include "../../../core/lib/string.h"
#include "../space/parts.h"
#include "described.h"

struct content {
    u32 kind, address, size;    /* of the client */
    u8 *data;
    int is_fill;                /* data to the client; else from it */
};

static struct piece piece_of(struct client *client, const struct content *c)
{
    struct piece piece = model_piece(client, c->kind, c->address);

    if (piece.size > c->size)
        piece.size = c->size;
    return piece;
}

static void pass(struct content *c, u32 size)
{
    c->address += size;
    c->size -= size;
}

/* All of it is looked at first; of the data, nothing: there may be less. */
static int check(struct client *client, struct content c)
{
    while (c.size) {
        const struct piece piece = piece_of(client, &c);
        if (!piece.at)
            return E_ADDRESS;
        if (c.is_fill && piece.is_closed)
            return E_RIGHTS;
        pass(&c, piece.size);
    }
    return 0;
}

static int move(struct client *client, struct content c)
{
    const int error = check(client, c);

    while (c.size && error >= 0) {
        const struct piece piece = piece_of(client, &c);
        if (c.is_fill && piece.is_code)
            described_fill(client, c.address, piece.at, c.data, piece.size);
        else if (c.is_fill)
            memcpy(piece.at, c.data, piece.size);
        else
            memcpy(c.data, piece.at, piece.size);
        c.data += piece.size;
        pass(&c, piece.size);
    }
    return error;
}

static int copy(int space, const struct content *content)
{
    struct client *client;
    const int error = model_lock();

    if (error)
        return error;
    client = (struct client *)spaces_find(space);
    return model_leave(client ? move(client, *content) : E_HANDLE);
}

int content_fetch(int space, u32 kind, u32 address, void *data, u32 size)
{
    return copy(space, &(struct content){ kind, address, size, data, 0 });
}

int content_fill(int space, u32 kind, u32 address, const void *data, u32 size)
{
    return copy(space, &(struct content){ kind, address, size, (void *)data,
                                          1 });
}

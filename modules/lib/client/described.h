/* SPDX-License-Identifier: MIT */
/* What a description (modules/api/area.h) says of a client's program: telling
 * it, and taking it over. */
#pragma once

#include "../space/area.h"
#include "client.h"

/* The method export(): a program with receptacles or interfaces, whose bindings
 * a description does not have, is E_NOT_APPLICABLE. What is in the client's space,
 * area by area, is told by
 * tell(), in the order of area.h and the same each time. */
int described_export(const struct client *client, u32 data_end,
                     struct description *description, u32 room,
                     void (*tell)(struct telling *telling,
                                  const struct client *client));
/* The same of a handle, with the model's lock. */
int described_tell(int space, struct description *description, u32 room,
                   void (*tell)(struct telling *telling,
                                const struct client *client),
                   u32 (*data_end)(const struct client *client));
/* The method import(): of a space without a program; check() has seen the
 * description, with the model locked: a copy, which nobody else writes to. */
int described_import(int space, const struct description *description,
                     int (*check)(const struct description *description),
                     int (*import)(struct client *client,
                                   const struct description *description));
/* Of the one that the caller has: of a model whose clients have addresses of the UPS,
 * where a copy could take the place of what it describes. Who writes to it meanwhile
 * can do worse there. */
int described_import_in_place(
    int space, const struct description *description,
    int (*check)(const struct description *description),
    int (*import)(struct client *client,
                  const struct description *description));
/* E_NOT_APPLICABLE: its stubs are no stubs of ours. Of one that area_check()
 * has seen. */
int described_check(const struct description *description);
/* Name, entry, finish, top: the program is there from now on. */
void described_adopt(struct client *client,
                     const struct description *description);
/* Bytes for `address` of the client, which lies at `to`. Stubs are left. */
void described_fill(const struct client *client, u32 address, u8 *to,
                    const u8 *data, u32 size);

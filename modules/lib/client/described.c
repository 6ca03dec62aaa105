/* SPDX-License-Identifier: MIT */
#include "described.h"

#include "../../../core/api/error.h"
#include "../../../core/lib/string.h"
#include "../native/image.h"
#include "../space/parts.h"

static void tell_program(struct description *d, const struct client *client,
                         u32 data_end)
{
    memset(d, 0, sizeof(*d));
    if (!client->name[0])
        return;
    memcpy(d->program, client->name, NAME_SIZE);
    d->entry = client->entry;
    d->stubs = client->finish - IMAGE_FINISH;
    d->text_end = d->stubs + IMAGE_STUBS;
    d->finish = client->finish;
    d->top = client->top;
    d->data_end = data_end;
}

int described_export(const struct client *client, u32 data_end,
                     struct description *d, u32 room,
                     void (*tell)(struct telling *, const struct client *))
{
    struct telling telling = { NULL, 0, 0 };

    if (client->carried.manifest_size > sizeof(struct manifest_entry))
        return E_NOT_APPLICABLE;
    tell(&telling, client);
    const u32 count = telling.count;
    if (room < count || !d)
        return (int)count;
    if (!area_is_there((u32)d, sizeof(*d) + count * sizeof(struct area)))
        return E_ADDRESS;
    tell_program(d, client, data_end);
    telling = (struct telling){ d->areas, count, 0 };
    tell(&telling, client);
    d->count = telling.count;
    return (int)count;
}

int described_tell(int space, struct description *d, u32 room,
                   void (*tell)(struct telling *, const struct client *),
                   u32 (*data_end)(const struct client *))
{
    const struct client *client;
    const int error = model_lock();

    if (error)
        return error;
    client = (const struct client *)spaces_find(space);
    return model_leave(client ? described_export(client, data_end(client), d,
                                                 room, tell) : E_HANDLE);
}

typedef int check_it(const struct description *d);
typedef int import_it(struct client *client, const struct description *d);

static int take(struct client *client, const struct description *d,
                check_it *check, import_it *import)
{
    const int error = check(d);

    return error < 0 ? error : client->name[0] ? E_EXISTS : import(client, d);
}

int described_import_in_place(int space, const struct description *d,
                              check_it *check, import_it *import)
{
    struct client *client;
    const int error = model_lock();

    if (error)
        return error;
    client = (struct client *)spaces_find(space);
    return model_leave(client ? take(client, d, check, import) : E_HANDLE);
}

int described_import(int space, const struct description *d, check_it *check,
                     import_it *import)
{
    const struct description *copied;
    struct client *client;
    u32 region = 0;
    int error = model_lock();

    if (error)
        return error;
    client = (struct client *)spaces_find(space);
    error = client ? area_copy(d, &region, &copied) : E_HANDLE;
    if (error >= 0)
        error = take(client, copied, check, import);
    model_release(&region);
    return model_leave(error);
}

int described_check(const struct description *d)
{
    return !d->program[0] || (d->text_end - d->stubs == IMAGE_STUBS &&
                              d->finish == d->stubs + IMAGE_FINISH) ?
           0 : E_NOT_APPLICABLE;
}

void described_adopt(struct client *client, const struct description *d)
{
    client->entry = d->entry;
    client->finish = d->finish;
    client->top = d->top;
    memcpy(client->name, d->program, NAME_SIZE);
}

void described_fill(const struct client *client, u32 address, u8 *to,
                    const u8 *data, u32 size)
{
    const u32 first = client->finish - IMAGE_FINISH;

    if (!client->name[0] || address + size <= first ||
        address >= first + IMAGE_STUBS) {
        memcpy(to, data, size);
        return;
    }
    for (u32 i = 0; i < size; i++)
        if (address + i - first >= IMAGE_STUBS)
            to[i] = data[i];
}

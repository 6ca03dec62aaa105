/* SPDX-License-Identifier: MIT */
/* The methods of the contract: each under the lock, with its space. */
#include "model.h"

#include "fault.h"
#include "frame/peer.h"
#include "frame/slot.h"
#include "resident/evict.h"
#include "resident/reserve.h"
#include "space/asked.h"
#include "store/content.h"

const char model_name[] = "paged";
void (*const model_mend)(void) = NULL;

#define WITH(space, handle)                                                 \
    struct space *space;                                                    \
    const int locked = model_lock();                                        \
    if (locked)                                                             \
        return locked;                                                      \
    space = space_find(handle);                                             \
    if (!space)                                                             \
        return model_leave(E_HANDLE)

static int create(void)
{
    spaces_drop_orphans();
    const int error = model_lock();
    return error ? error : model_leave(space_create());
}

static int destroy(int handle)
{
    WITH(space, handle);
    return model_leave(space_destroy(space));
}

static int load(int handle, const char *image)
{
    WITH(space, handle);
    if (!slot_are_valid())
        return model_leave(E_PAGING);
    int error = load_program(space, image);
    reserve_fill();
    return model_leave(error);
}

/* Clear frames are ready when the client is; while paging is off, it waits. */
static int run(int handle, u32 argument)
{
    const int error = model_lock();
    if (error)
        return error;
    struct space *space = space_find(handle);
    if (space && slot_are_valid())
        reserve_fill();
    model_unlock();
    return client_run(handle, argument);
}

static int map(int handle, u32 address, u32 size, u32 access, u32 *at)
{
    WITH(space, handle);
    return model_leave(map_create(space, address, size, access, at));
}

static int unmap(int handle, u32 address, u32 size)
{
    WITH(space, handle);
    int error = map_destroy(space, address, size);
    if (slot_are_valid())
        reserve_fill();
    return model_leave(error);
}

static int grow(int handle, u32 bytes, u32 *at)
{
    WITH(space, handle);
    if (!space->client.name[0])
        return model_leave(E_NOTFOUND);
    return model_leave(map_grow(space, bytes, at));
}

static int share(int handle, u32 address, u32 size, int other, u32 access,
                 u32 *at)
{
    WITH(space, handle);
    struct space *to = space_find(other);
    if (!to)
        return model_leave(E_HANDLE);
    if (!slot_are_valid())
        return model_leave(E_PAGING);
    return model_leave(share_create(space, address, size, to, access, at));
}

static int copy(int handle)
{
    spaces_drop_orphans();
    WITH(space, handle);
    int other = space_create();
    if (other < 0)
        return model_leave(other);
    int error = share_copy(space, space_find(other));
    if (error < 0) {
        space_destroy(space_find(other));
        return model_leave(error);
    }
    return model_leave(other);
}

static int read(int handle, u32 address, void *data, u32 size)
{
    WITH(space, handle);
    if (!slot_are_valid())
        return model_leave(E_PAGING);
    return model_leave(access_read(space, address, data, size));
}

static int write(int handle, u32 address, const void *data, u32 size)
{
    WITH(space, handle);
    if (!slot_are_valid())
        return model_leave(E_PAGING);
    return model_leave(access_write(space, address, data, size));
}

int client_may_write(int handle, u32 address, u32 size)
{
    WITH(space, handle);
    if (!slot_are_valid())
        return model_leave(E_PAGING);
    return model_leave(access_may_write(space, address, size));
}

static int export(int handle, struct description *description, u32 room)
{
    WITH(space, handle);
    return model_leave(export_space(space, description, room));
}

static int import(int handle, const struct description *description)
{
    WITH(space, handle);
    if (!slot_are_valid())
        return model_leave(E_PAGING);
    int error = import_space(space, description);
    reserve_fill();
    return model_leave(error);
}

static int fetch(int handle, u32 kind, u32 address, void *data, u32 size)
{
    (void)kind;
    WITH(space, handle);
    if (!slot_are_valid())
        return model_leave(E_PAGING);
    return model_leave(content_of(space, address, data, size));
}

static int fill(int handle, u32 kind, u32 address, const void *data, u32 size)
{
    (void)kind;
    WITH(space, handle);
    if (!slot_are_valid())
        return model_leave(E_PAGING);
    return model_leave(content_put(space, address, data, size));
}

static int usage(int handle, struct memory_usage *usage)
{
    struct space *space;

    spaces_drop_orphans();
    const int error = model_lock();
    if (error)
        return error;
    space = space_find(handle);
    if (handle && !space)
        return model_leave(E_HANDLE);
    *usage = (struct memory_usage){ 0 };
    for (u32 i = 0; i < SPACES; i++)
        if (space_slot(i) && (!handle || space_slot(i) == space))
            usage_add(space_slot(i), usage);
    usage->free = (frames.free + reserve_count()) << PAGE_SHIFT;
    usage->faults = fault_count() + reserve_faults;
    usage->evictions = evict_count;
    usage->writes = content_writes;
    usage->lost = peer_lost;
    return model_leave(E_OK);
}

MODEL_MEMORY(
    .create = create, .destroy = destroy, .load = load, .run = run,
    .map = map, .unmap = unmap, .protect = protect_fast, .grow = grow,
    .share = share, .attach = attach_object, .copy = copy, .read = read,
    .write = write, .usage = usage, .release_frame = lost_release,
    .export = export, .import = import, .fetch = fetch, .fill = fill
);

DEIMOS_INTERFACE("memory", "memory", model_asked, MEMORY_METHODS,
                 .pairs = "<moduleName, \"paged\">, <protection, \"pages\">, "
                          "<paging, \"yes\">, <entry, \"gate\">, "
                          "<entry, \"sysenter\">");

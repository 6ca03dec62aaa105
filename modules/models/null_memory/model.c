/* SPDX-License-Identifier: MIT */
/*
 * The memory model with nothing in it: spaces that hold no memory. It is what
 * a new one starts from (README: write a memory model); whatever it gives no
 * meaning to says so and changes nothing.
 */
#include "model/client.h"
#include "model/parts.h"

/* A space begins with what all models have of one. */
struct space {
    struct client client;
    u32 self;                   /* region of this struct */
};

const char model_name[] = "null_memory";

static int create(void)
{
    struct space *space;
    u32 region;
    int handle;

    client_drop_orphans();
    space = model_allocate(sizeof(*space), &region);
    if (!space)
        return E_NOMEM;
    space->self = region;
    model_lock();
    handle = client_add(&space->client);
    if (handle < 0)
        model_release(&region);
    return model_leave(handle);
}

static int destroy(int handle)
{
    struct space *space;
    u32 self;

    model_lock();
    space = (struct space *)client_find(handle);
    if (!space)
        return model_leave(E_HANDLE);
    if (client_is_active(&space->client))
        return model_leave(E_ACTIVE);
    client_remove(&space->client);
    self = space->self;         /* the struct goes with its region */
    model_release(&self);
    return model_leave(0);
}

static int usage(int handle, struct memory_usage *usage)
{
    client_drop_orphans();
    if (handle && !client_find(handle))
        return E_HANDLE;
    *usage = (struct memory_usage){ .spaces = handle ? 1 : client_count() };
    return 0;
}

static int load(int space, const char *image)
{
    (void)space, (void)image;
    return E_NOT_APPLICABLE;
}

static int run(int space, u32 argument)
{
    (void)space, (void)argument;
    return E_NOT_APPLICABLE;
}

static int map(int space, u32 address, u32 size, u32 access, u32 *at)
{
    (void)space, (void)address, (void)size, (void)access, (void)at;
    return E_NOT_APPLICABLE;
}

static int unmap(int space, u32 address, u32 size)
{
    (void)space, (void)address, (void)size;
    return E_NOT_APPLICABLE;
}

static int protect(int space, u32 address, u32 size, u32 access)
{
    (void)space, (void)address, (void)size, (void)access;
    return E_NOT_APPLICABLE;
}

static int grow(int space, u32 bytes, u32 *at)
{
    (void)space, (void)bytes, (void)at;
    return E_NOT_APPLICABLE;
}

static int share(int space, u32 address, u32 size, int other, u32 access,
                 u32 *at)
{
    (void)space, (void)address, (void)size, (void)other;
    (void)access, (void)at;
    return E_NOT_APPLICABLE;
}

static int attach(int space, const char *name, u32 size, u32 access, u32 *at)
{
    (void)space, (void)name, (void)size, (void)access, (void)at;
    return E_NOT_APPLICABLE;
}

static int copy(int space)
{
    (void)space;
    return E_NOT_APPLICABLE;
}

static int read(int space, u32 address, void *data, u32 size)
{
    (void)space, (void)address, (void)data, (void)size;
    return E_NOT_APPLICABLE;
}

static int write(int space, u32 address, const void *data, u32 size)
{
    (void)space, (void)address, (void)data, (void)size;
    return E_NOT_APPLICABLE;
}

static int release_frame(paddr_t frame)
{
    (void)frame;
    return E_NOT_APPLICABLE;
}

const struct memory model_memory = {
    .create = create, .destroy = destroy, .load = load, .run = run,
    .map = map, .unmap = unmap, .protect = protect, .grow = grow,
    .share = share, .attach = attach, .copy = copy, .read = read,
    .write = write, .usage = usage, .release_frame = release_frame,
};

DEIMOS_MODULE("null_memory", MODULE_SYSTEM);
DEIMOS_INTERFACE("memory", "memory", model_memory, MEMORY_METHODS,
                 .pairs = "<moduleName, \"null_memory\"> "
                          "<protection, \"none\">");

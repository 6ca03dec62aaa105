/* SPDX-License-Identifier: MIT */
#include "module.h"

#include "../space/asked.h"
#include "../space/lock.h"
#include "../space/parts.h"

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(carried, carried_modules, "carried", .from = "cm");

#define REASON 100
#define TRIES 64

static int refuse(const char *name, int error)
{
    char why[REASON];

    if (cm->reason(why, sizeof(why)) <= 0)
        return model_refuse(name, error, error_text(error));
    return model_refuse(name, error, why);
}

/* Nobody makes bindings in this system, or nobody lets us ask. */
static int is_closed(int error)
{
    return error == E_GONE || error == E_UNBOUND || error == E_DEAD;
}

int module_enter(struct space_head *space, const struct carried *module,
                 const char *name)
{
    const int handle = carried->enter(module);

    if (handle < 0 && !is_closed(handle))
        return refuse(name, handle);
    space->module = handle < 0 ? 0 : (u32)handle;
    return 0;
}

int module_leave(struct space_head *space)
{
    const int error = space->module ? carried->leave((int)space->module) : 0;

    if (error == E_BUSY || error == E_ACTIVE)
        return error;
    space->module = 0;
    return 0;
}

/* Right behind that nobody is in the model but who calls; 0: nobody waits here. */
static int wait_for_others(int again)
{
    if ((again && concurrency->yield() < 0) || model_lock())
        return 0;
    model_unlock();
    return 1;
}

/* What others keep for it goes first, such as memory that a space of this model has of
 * it. They ask the model for that, which another thread may be in. */
void module_died(const struct space_head *space)
{
    if (!space->module)
        return;
    for (int i = 0; i < TRIES; i++)
        if (carried->release((int)space->module) != E_BUSY ||
            !wait_for_others(i))
            break;
    carried->died((int)space->module);
}

static int is_dead(u32 handle)
{
    struct graph_node node;

    GRAPH_READ(nodes[HANDLE_INDEX(handle)], node);
    return node.handle == handle && node.state == NODE_DEAD;
}

int module_revive(struct space_head *space, const struct carried *module,
                  const char *name)
{
    int error = 0;

    if (space->module && is_dead(space->module)) {
        error = module_leave(space);
        if (error >= 0)
            module_enter(space, module, name);
    }
    return error;
}

static int load_into(int space, const char *name)
{
    const int error = asked_load(space, name);
    const struct space_head *head = spaces_find(space);

    return error < 0 ? error : head && head->module ? (int)head->module :
                                                      E_GONE;
}

/* Of no module but its own: it ends with that. */
static int load(const char *name)
{
    const int space = model_memory.create();
    const int module = space < 0 ? space : load_into(space, name);

    if (space >= 0 && module < 0)
        model_memory.destroy(space);
    return module;
}

static int unload(int module)
{
    for (u32 i = 0; module > 0 && i < SPACES_MAX; i++) {
        const struct space_head *space = spaces_slot(i);
        if (space && space->module == (u32)module)
            return model_memory.destroy(space->handle);
    }
    return E_HANDLE;
}

static const struct carrier carrier = { load, unload };

DEIMOS_INTERFACE("carrier", "carrier", carrier, CARRIER_METHODS);

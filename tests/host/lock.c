/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* The lock closes the configuration manager to everybody, itself last: also if
 * a binding goes by itself meanwhile, or another comes. */
#include "../../modules/api/deimos.h"

static struct {
    struct graph_binding bindings[GRAPH_BINDINGS];
} world;

#undef GRAPH_READ
#define GRAPH_READ(member_, to_) ((to_) = world.member_)
#include "../../modules/services/lock.c"

#include "check.h"

#define CM 7                    /* handle of its interface */
#define OWN 99

static u32 gone, unbound, own_at;
static int late, refused;       /* comes once; what unbind() answers, or 0 */

static u32 left_of(u32 interface)
{
    u32 count = 0;

    for (u32 i = 0; i < GRAPH_BINDINGS; i++)
        count += world.bindings[i].handle && world.bindings[i].interface ==
                 interface;
    return count;
}

static void set(u32 i, u32 handle, u32 interface)
{
    world.bindings[i] = (struct graph_binding){ .handle = handle,
                                                .interface = interface };
}

/* What has gone says still what it was. */
static void free_entry(u32 i)
{
    world.bindings[i].handle = 0;
}

static int unbind(int handle)
{
    if (refused)
        return refused;
    for (u32 i = 0; i < GRAPH_BINDINGS; i++) {
        if (world.bindings[i].handle != (u32)handle)
            continue;
        if (handle == OWN)
            CHECK_EQ(left_of(CM), 1);
        free_entry(i);
        unbound++;
        if (gone) {             /* another went with it */
            free_entry(gone);
            gone = 0;
            return E_HANDLE;
        }
        if (late) {
            set(0, (u32)late, CM);
            late = 0;
        }
        return 0;
    }
    return E_HANDLE;
}

static const struct cm methods = { .unbind = unbind };

static void world_start(u32 own)
{
    for (u32 i = 0; i < GRAPH_BINDINGS; i++)
        set(i, 0, 0);
    set(1, 11, CM);
    set(2, 12, 8);
    set(3, 13, CM);
    set(GRAPH_BINDINGS - (own == GRAPH_BINDINGS - 1 ? 2 : 1), 14, CM);
    set(own, OWN, CM);
    world.bindings[own].slot = (saddr_t)&cm;
    own_at = own;
    unbound = 0;
}

int main(void)
{
    static const u32 places[] = { 0, 5, GRAPH_BINDINGS - 1 };

    cm = &methods;
    for (u32 i = 0; i < ARRAY_SIZE(places); i++) {
        world_start(places[i]);
        CHECK_EQ(close(), 0);
        CHECK_EQ(unbound, 4);
        CHECK(left_of(CM) == 0 && left_of(8) == 1);
        CHECK_EQ(close(), E_UNBOUND);
        world_start(places[i]);
        gone = 3;
        CHECK_EQ(close(), 0);
        CHECK(left_of(CM) == 0 && left_of(8) == 1);
        world_start(places[i]);
        if (places[i]) {
            late = 15;
            CHECK_EQ(close(), 0);
            CHECK_EQ(left_of(CM), 0);
        }
        world_start(places[i]);
        refused = E_ACTIVE;
        CHECK_EQ(close(), E_ACTIVE);
        CHECK_EQ(left_of(CM), 4);
        refused = 0;
    }
    return check_done();
}

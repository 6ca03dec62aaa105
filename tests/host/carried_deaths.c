/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/* A carrier dies: what it carries dies with it, bound as it is, in any order. */
#include "carried_world.h"

static const struct plan *const list[] = { &porter, &plain, NULL };
static int handles[2], user, to, from;
static int start;               /* the digest, before */


static u32 slot_of(int binding)
{
    return *(u32 *)((struct graph_binding *)table_get(&bindings,
                                                 (u32)binding))->slot;
}

/* Another module is bound to the first, which is bound to it; the second is bound
 * to the first, and to the carrier. */
static void set_up(void)
{
    user = load("plain");
    start = digest();
    carrier = (u32)load("porter");
    for (int i = 0; i < 2; i++)
        handles[i] = enter_program((u32)i, &program);
    to = request(BIND, (u32)user, T("r"), (u32)handles[0], T("x"));
    from = request(BIND, (u32)handles[1], T("r"), (u32)handles[0], T("x"));
    CHECK(handles[0] > 0 && handles[1] > 0 && to > 0 && from > 0);
    CHECK(request(BIND, (u32)handles[1], T("r"), carrier, T("x")) > 0);
    CHECK(node_of(carrier)->carries == 2 && holds() == 2);
}

static void is_dead(int handle)
{
    const struct graph_node *node = node_of((u32)handle);

    CHECK(node && node->state == NODE_DEAD && !node->size && !node->region);
    CHECK_EQ(node->bound_out, 0);
}

static void all_are_dead(void)
{
    is_dead(handles[0]);
    is_dead(handles[1]);
    is_dead((int)carrier);
    CHECK(holds() == 0 && changes == 0 && !(graph.generation & 1));
    CHECK_EQ(request(FIND, T("program"), 0, 0, 0), E_NOTFOUND);
}

static void test_carrier_dies(void)
{
    set_up();
    manager->kill(carrier);
    all_are_dead();
    CHECK_EQ(slot_of(to), core_exports.dead);
    CHECK(!table_get(&bindings, (u32)from));
    NOTHING(request(BIND, (u32)user, T("r"), (u32)handles[1], T("x")),
            E_DEAD);
    manager->kill(carrier);             /* once more: nothing */
    all_are_dead();
    CHECK_EQ(unload((int)carrier), 0);  /* and all is gone, bound or not */
    CHECK(!node_of((u32)handles[0]) && !node_of((u32)handles[1]));
    CHECK(!table_get(&bindings, (u32)to) && !node_of((u32)user)->bound_out);
    CHECK_EQ(digest(), start);
    CHECK_EQ(unload(user), 0);
}

/* Those of a dead carrier go one by one, too, without being asked. */
static void test_one_by_one(void)
{
    set_up();
    CHECK_EQ(died(handles[1]), 0);
    CHECK(node_of((u32)handles[1])->size && holds() == 2);
    manager->kill(carrier);
    all_are_dead();
    NOTHING(unload(handles[0]), E_BUSY);
    CHECK_EQ(request(UNBIND, (u32)to, 0, 0, 0), 0);
    CHECK(unload(handles[0]) == 0 && !calls[CARRIER_UNLOAD]);
    CHECK_EQ(node_of(carrier)->carries, 1);
    CHECK_EQ(unload((int)carrier), 0);
    CHECK_EQ(digest(), start);
    CHECK_EQ(unload(user), 0);
}

/* Its block may be another module's by then. */
static void test_block_is_free(void)
{
    set_up();
    const u32 first = carrier;
    manager->kill(first);
    carrier = (u32)load("porter");
    const int handle = enter_program(0, &program);
    CHECK(handle > 0 && holds() == 1);
    CHECK(unload((int)first) == 0 && holds() == 1);
    CHECK(leave(handle) == 0 && unload((int)carrier) == 0);
    CHECK_EQ(digest(), start);
    CHECK_EQ(unload(user), 0);
}

static int entered_in_exit;

static void enter_in_exit(u32 module, enum function function)
{
    carrier = module;
    if (function == F_EXIT)
        entered_in_exit = enter_program(2, &program);
}

/* A live one that carries is not unloaded; not even if it begins in its exit. */
static void test_exit(void)
{
    const int before = digest();

    carrier = (u32)load("porter");
    inside = enter_in_exit;
    CHECK_EQ(unload((int)carrier), E_BUSY);
    CHECK(says("'porter' carries 1 modules, 'program' among them"));
    CHECK_EQ(calls[F_EXIT], 1);
    inside = NULL;
    NOTHING(unload((int)carrier), E_BUSY);
    CHECK(says("carries 1 modules") && !calls[F_EXIT]);
    CHECK_EQ(leave(entered_in_exit), 0);
    CHECK_EQ(unload((int)carrier), 0);
    CHECK_EQ(digest(), before);
}

/* One that is replaced while it carries drains until nothing is left. */
static void test_replaced_carrier(void)
{
    const int before = digest();

    carrier = (u32)load("porter");
    const int handle = enter_program(0, &program);
    const int new = request(REPLACE, carrier, T("porter"), 0, 0);
    CHECK(new > 0 && node_of(carrier)->state == NODE_DRAINING);
    CHECK_EQ(node_of((u32)handle)->carrier, carrier);
    CHECK_EQ(leave(handle), 0);
    CHECK_EQ(unload((int)carrier), 0);
    CHECK_EQ(unload(new), 0);
    CHECK_EQ(digest(), before);
}

int main(void)
{
    on_call = note;
    world_start(list);
    test_carrier_dies();
    test_one_by_one();
    test_block_is_free();
    test_exit();
    test_replaced_carrier();
    return check_done();
}

/* SPDX-License-Identifier: MIT */
/* sources: core/lib/error.c */
/*
 * A program as a module of the system graph: every answer of the CM to each
 * request of a model, and what the CM asks the model for. A system without a CM
 * has programs that are no modules.
 */
#include "../../modules/api/deimos.h"

#include <string.h>

static struct {
    struct graph_node nodes[GRAPH_NODES];
} world;

#undef GRAPH_READ
#define GRAPH_READ(member_, to_) ((to_) = world.member_)
#include "../../modules/lib/carried/module.c"

#include "../../modules/lib/space/asked.h"

#include "check.h"

#define MODULE 0x105                    /* handle: index 5 */
#define SPACE 33

const char model_name[] = "model";
static struct space_head head = { .handle = SPACE }, others[2];
static const struct carried block = { .space = SPACE };
static u32 enters, leaves, deaths, reports;
static int enter_says, leave_says, died_says, reason_says;
static char reported[200];

static int cm_enter(const struct carried *module)
{
    CHECK(module == &block);
    enters++;
    return enter_says;
}

static int cm_died(int module)
{
    CHECK_EQ(module, MODULE);
    deaths++;
    return died_says;
}

static int cm_leave(int module)
{
    CHECK_EQ(module, MODULE);
    leaves++;
    return leave_says;
}

static int busy, busy_says, yields, yield_says, locks, lock_says, unlocks;

static int cm_release(int module)
{
    CHECK(module == MODULE && !deaths);
    return busy && busy-- ? busy_says : 0;
}

static const struct carried_modules modules = { cm_enter, cm_died, cm_leave,
                                                cm_release };

static int yield(void)
{
    yields++;
    return yield_says;
}

static const struct concurrency threads = { .yield = yield };
const struct concurrency *volatile concurrency = &threads;

/* Another thread has the lock. */
volatile u32 model_holder;
const struct lock_parts model_lock_parts;

int lock_wait(volatile u32 *holder, u32 mine, const struct lock_parts *parts)
{
    CHECK(holder == &model_holder && mine && parts == &model_lock_parts);
    locks++;
    *holder = lock_says < 0 ? 1 : mine | LOCK_CONTENDED;
    return lock_says;
}

void lock_wake(volatile u32 *holder, u32 mine, const struct lock_parts *parts)
{
    CHECK(*holder == (mine | LOCK_CONTENDED) && parts);
    unlocks++;
    *holder = 1;
}

static int reason(char *to, u32 size)
{
    CHECK(size >= 8);
    if (reason_says > 0)
        memcpy(to, "because", 8);
    return reason_says;
}

static const struct cm manager = { .reason = reason };

int model_refuse(const char *name, int error, const char *why)
{
    CHECK(!strcmp(name, "some"));
    strncpy(reported, why, sizeof(reported) - 1);
    reports++;
    return error;
}

/* --- The model ----------------------------------------------------------- */

static int create_says, load_says, destroy_says;
static u32 created, destroyed, enters_at_load;

static int create(void)
{
    created += create_says >= 0;
    return create_says;
}

/* The name is looked at, too (space/asked.h). */
int asked_load(int space, const char *name)
{
    CHECK(space == SPACE && !strcmp(name, "some"));
    if (load_says >= 0)
        head.module = enters_at_load;
    return load_says;
}

static int destroy(int space)
{
    CHECK_EQ(space, SPACE);
    destroyed += destroy_says >= 0;
    return destroy_says;
}

const struct memory model_memory = { .create = create, .destroy = destroy };

struct space_head *spaces_find(int handle)
{
    return handle == SPACE ? &head : NULL;
}

static u32 head_at = 3;

struct space_head *spaces_slot(u32 i)
{
    return i == head_at ? &head : i == 1 ? &others[0] : i == 4 ? &others[1] : NULL;
}

/* --- Entering and leaving ------------------------------------------------- */

static const int answers[] = { MODULE, E_CONSTRAINT, E_MANIFEST, E_FULL, E_ADDRESS,
    E_NOTFOUND, E_BUSY, E_ACTIVE, E_TYPE, E_HANDLE, E_GONE, E_UNBOUND, E_DEAD };

static int closes(int error)
{
    return error == E_GONE || error == E_UNBOUND || error == E_DEAD;
}

static void test_enter(void)
{
    static const int reasons[] = { 7, E_UNBOUND, 0 };   /* 0: it has none */

    for (u32 i = 0; i < 3 * ARRAY_SIZE(answers); i++) {
        const int says = answers[i / 3], is_error = says < 0 && !closes(says);
        enter_says = says;
        reason_says = reasons[i % 3];
        head.module = 0;
        enters = reports = 0;
        CHECK_EQ(module_enter(&head, &block, "some"), is_error ? says : 0);
        CHECK_EQ(head.module, says == MODULE ? MODULE : 0);
        CHECK(enters == 1 && reports == (u32)is_error);
        if (is_error)
            CHECK(!strcmp(reported, i % 3 ? error_text(says) : "because"));
    }
}

static void test_leave(void)
{
    for (u32 i = 0; i < 2 * ARRAY_SIZE(answers); i++) {
        const int says = i / 2 ? answers[i / 2] : 0;
        const int stays = says == E_BUSY || says == E_ACTIVE;
        head.module = i & 1 ? MODULE : 0;
        leave_says = says;
        leaves = 0;
        CHECK_EQ(module_leave(&head), stays && i & 1 ? says : 0);
        CHECK_EQ(head.module, stays && i & 1 ? MODULE : 0);
        CHECK_EQ(leaves, i & 1);
    }
    leave_says = 0;
}

static void test_died(void)
{
    for (u32 i = 0; i < 2; i++) {
        head.module = i ? MODULE : 0;
        deaths = 0;
        module_died(&head);
        CHECK_EQ(deaths, i);
        CHECK_EQ(head.module, i ? MODULE : 0);
    }
}

/* So often, what others keep for it could not be given back. */
static void died_after(int times, int says)
{
    head.module = MODULE;
    deaths = 0;
    yields = locks = unlocks = 0;
    model_holder = 1;
    busy = times;
    busy_says = says;
    module_died(&head);
    CHECK_EQ(deaths, 1);
}

static void test_release(void)
{
    for (int times = 0; times < 80; times++) {
        died_after(times, E_BUSY);
        const int waits = times < TRIES ? times : TRIES;
        CHECK(locks == waits && unlocks == waits);
        CHECK_EQ(yields, waits ? waits - 1 : 0);
    }
    died_after(9, E_GONE);              /* nobody to ask */
    CHECK(locks == 0 && yields == 0);
    lock_says = E_ACTIVE;               /* nobody waits here */
    died_after(9, E_BUSY);
    CHECK(locks == 1 && unlocks == 0 && yields == 0);
    lock_says = 0;
    yield_says = E_ACTIVE;
    died_after(9, E_BUSY);
    CHECK(locks == 1 && unlocks == 1 && yields == 1);
    yield_says = 0;
}

/* Only a dead module of its own comes back, as another one. */
static void test_revive(void)
{
    struct graph_node *node = &world.nodes[HANDLE_INDEX(MODULE)];

    for (u32 i = 0; i < 2 * 2 * 2 * 2; i++) {
        const int has = i & 1, is_own = i >> 1 & 1, is_dead = i >> 2 & 1;
        const int stays = i >> 3 & 1;
        const int revives = has && is_own && is_dead;
        head.module = has ? MODULE : 0;
        *node = (struct graph_node){ .handle = is_own ? MODULE : MODULE + 256,
                                     .state = is_dead ? NODE_DEAD : 0 };
        leave_says = stays ? E_ACTIVE : 0;
        enter_says = MODULE + 512;
        enters = leaves = 0;
        CHECK_EQ(module_revive(&head, &block, "some"),
                 revives && stays ? E_ACTIVE : 0);
        CHECK_EQ(leaves, revives);
        CHECK_EQ(enters, revives && !stays);
        CHECK_EQ(head.module, enters ? MODULE + 512 : has ? MODULE : 0);
    }
    leave_says = 0;
}

/* --- What the CM asks for ------------------------------------------------- */

static void test_load(void)
{
    static const int says[] = { 0, E_NOTFOUND, E_FULL };

    for (u32 i = 0; i < 3 * 3 * 2; i++) {
        create_says = i % 3 ? says[i % 3] : SPACE;
        load_says = says[i / 3 % 3];
        enters_at_load = i / 9 ? MODULE : 0;
        created = destroyed = 0;
        head.module = 0;
        const int expected = create_says < 0 ? create_says :
                             load_says < 0 ? load_says :
                             enters_at_load ? MODULE : E_GONE;
        CHECK_EQ(carrier.load("some"), expected);
        CHECK_EQ(created, create_says >= 0);
        CHECK_EQ(destroyed, created && expected < 0);
    }
}

static void test_unload(void)
{
    static const u32 places[] = { 0, 3, SPACES_MAX - 1 };

    others[0] = (struct space_head){ .handle = 1, .module = 0x101 };
    others[1] = (struct space_head){ .handle = 2, .module = 0 };
    for (u32 i = 0; i < 4 * ARRAY_SIZE(places); i++) {
        head_at = places[i / 4];
        head.module = i & 1 ? MODULE : 0x107;
        destroy_says = i & 2 ? E_ACTIVE : 0;
        destroyed = 0;
        CHECK_EQ(carrier.unload(MODULE), i & 1 ? destroy_says : E_HANDLE);
        CHECK_EQ(destroyed, i % 4 == 1);
    }
    for (int none = -1; none < 1; none++) {     /* no handle: of no program */
        others[1].module = (u32)none;
        CHECK_EQ(carrier.unload(none), E_HANDLE);
    }
    others[0].module = others[1].module = 0;
    destroy_says = 0;
}

int main(void)
{
    cm = &manager;
    carried = &modules;
    test_enter();
    test_leave();
    test_died();
    test_release();
    test_revive();
    test_load();
    test_unload();
    return check_done();
}

/* SPDX-License-Identifier: MIT */
/* sources: modules/models/paged !modules/models/paged/control.c
 * !modules/models/paged/fault.c !modules/models/paged/init.c
 * !modules/models/paged/fault.S !modules/models/paged/protect.S
 * modules/lib/space/spaces.c modules/lib/sharing/known.c
 * modules/lib/ring3/ldt.c
 * modules/lib/space/extent.c modules/lib/space/parts.c
 * modules/lib/space/asked.c modules/lib/space/area.c modules/lib/space/area_copy.c
 * modules/lib/call/look.c
 * modules/lib/client/load.c modules/lib/client/described.c
 * core/lib/format.c core/lib/string.S core/lib/error.c */
/*
 * The whole paged model with more pages than frames, with its store, and with
 * another model that takes frames.
 */
#include "paged_checks.h"

/* --- Memory, the store, other models ------------------------------------- */

/* What leaves memory is in an object whose name no other instance has. */
static u32 swapped(void)
{
    u32 found = 0;

    for (u32 i = 0; i < MACHINE_OBJECTS; i++)
        if (stored[i].pages && !strncmp(stored[i].name, "paged.", 6)) {
            CHECK(!strcmp(stored[i].name, "paged.swap.70000000"));
            CHECK_EQ(stored[i].pages, 1 << 18);
            found++;
        }
    return found;
}

/* More pages than frames: each is written back and brought again. */
static void test_replacement(void)
{
    const int a = new_space();
    const struct memory_usage before = used(0);
    u32 at = 0, failed;

    placed = 0;
    CHECK_EQ(m->map(a, 0, AT(70), RW, &at), 0);
    CHECK_EQ(used(a).mapped, AT(70));
    for (u32 round = 1; round < 3; round++)
        for (u32 i = 0; i < 70; i++)
            *reach(a, at + AT(i), W) = round * 100 + i;
    for (u32 i = 0; i < 70; i++)
        CHECK_EQ(*reach(a, at + AT(i), R), 200 + i);
    CHECK_EQ(used(a).resident, AT(frames.count));
    CHECK_EQ(used(0).free, 0);
    CHECK(used(0).evictions - before.evictions > 70);
    CHECK(used(0).writes - before.writes > 70);
    CHECK_EQ(used(0).faults - before.faults, count(5) - (int)before.faults);
    CHECK(placed > 70);
    CHECK_EQ(swapped(), 1);
    CHECK_EQ(limit(10), 0);
    CHECK_EQ(frames.resident, 10);
    CHECK_EQ(used(a).resident, AT(10));
    for (u32 i = 0; i < 70; i++)
        CHECK_EQ(*reach(a, at + AT(i), R), 200 + i);
    CHECK_EQ(frames.resident, 10);
    store_dies = 1;                     /* a page that cannot be had */
    for (u32 i = 0; i < 20; i++)
        (void)m->read(a, at + AT(i), &failed, 4);
    store_dies = 0;
    CHECK_EQ(*reach(a, at, R), 200);
    CHECK_EQ(pin(a, at, AT(5)), 0);
    CHECK_EQ(frames.resident + 5, used(a).resident / PAGE_SIZE);
    CHECK_EQ(limit(0), 0);
    const int b = new_space();
    CHECK_EQ(m->map(b, AT(9), AT(4), RW, &at), 0);
    CHECK_EQ(pin(b, 0, 0), 0);
    CHECK_EQ(used(b).resident, AT(4));
    CHECK_EQ(pin(b, AT(12), AT(2)), E_ADDRESS);
    CHECK_EQ(pin(b, AT(SMALL - 1), AT(2)), E_RANGE);
    CHECK_EQ(m->destroy(b), 0);
    CHECK_EQ(m->destroy(a), 0);
    CHECK_EQ(used(0).free, AT(frames.count));
}

/* All that the space has leaves memory, but for that page. */
static void evict_for(int space, u32 address)
{
    CHECK_EQ(limit(1), 0);
    *reach(space, address, W) = 1;
    CHECK_EQ(limit(0), 0);
}

/* What was written is kept: through an entry that is made anew, and through
 * rights that go and come back. */
static void test_dirty(void)
{
    const int a = new_space();
    u32 at = 0, word;

    CHECK_EQ(m->map(a, 0, AT(3), RW, &at), 0);
    *reach(a, at, W) = *reach(a, at + AT(1), W) = 1;
    evict_for(a, at + AT(2));           /* now the store has them */
    *reach(a, at, W) = 11;
    CHECK_EQ(m->read(a, at, &word, 4), 0);      /* which makes it anew */
    *reach(a, at + AT(1), W) = 12;
    CHECK_EQ(m->protect(a, at + AT(1), AT(1), 0), 0);
    CHECK_EQ(m->protect(a, at + AT(1), AT(1), RW), 0);
    evict_for(a, at + AT(2));
    CHECK_EQ(*reach(a, at, R), 11);
    CHECK_EQ(*reach(a, at + AT(1), R), 12);
    CHECK_EQ(m->destroy(a), 0);
}

/* A frame that another model wants, and one that it has. */
static void test_peers(void)
{
    const int a = new_space();
    u32 at = 0;

    CHECK_EQ(m->map(a, 0, AT(2), RW, &at), 0);
    volatile u32 *word = reach(a, at, W);
    *word = 123;
    const paddr_t frame = (u32)word & ~(PAGE_SIZE - 1);
    const u32 lost = used(0).lost;
    CHECK_EQ(m->release_frame(frame + 1), E_INVALID);
    CHECK_EQ(m->release_frame(frame), 0);
    foreign[(frame - world_arena) / PAGE_SIZE] = 1;
    CHECK_EQ(*reach(a, at, R), 123);
    CHECK(((u32)reach(a, at, R) & ~(PAGE_SIZE - 1)) != frame);
    CHECK_EQ(used(0).lost, lost + 2);           /* given, and not had */
    CHECK(used(0).free < AT(frames.count - 1));
    peer_gives = 1;
    CHECK_EQ(idle(), (int)frames.count - 1);
    CHECK_EQ(m->map(a, 0, AT(frames.count), RW, &at), 0);
    for (u32 i = 0; i < frames.count - 1; i++)
        *reach(a, at + AT(i), W) = i;
    CHECK(!foreign[(frame - world_arena) / PAGE_SIZE]);
    CHECK_EQ(used(a).resident, AT(frames.count));
    peer_gives = 0;
    CHECK_EQ(m->destroy(a), 0);
}

/* Objects: as many names as there are, for a space and for all. */
static void test_names(void)
{
    int many[10];
    u32 at = 0;
    char name[STORE_NAME] = "n00";

    for (u32 i = 0; i < 10; i++)
        many[i] = new_space();
    for (u32 i = 0; i <= OBJECTS; i++) {
        name[1] = (char)('a' + i / 16);
        name[2] = (char)('a' + i % 16);
        CHECK_EQ(m->attach(many[i / 16], name, AT(1), R, &at),
                 i == OBJECTS ? E_FULL : 0);
    }
    CHECK_EQ(m->attach(many[0], name, AT(1), R, &at), E_FULL);
    CHECK_EQ(m->attach(many[0], "nba", AT(1), R, &at), E_QUOTA);
    CHECK_EQ(m->attach(many[0], "naa", AT(1), RW, &at), E_RIGHTS);
    CHECK_EQ(m->attach(many[0], "naa", AT(2), R, &at), E_RANGE);
    CHECK_EQ(m->attach(many[9], "naa", 0, R, &at), 0);
    CHECK_EQ(m->attach(many[9], "paged.x", AT(1), R, &at), E_INVALID);
    CHECK_EQ(m->attach(many[9], "", AT(1), R, &at), E_INVALID);
    CHECK_EQ(m->attach(many[9], NULL, AT(1), R, &at), E_INVALID);
    CHECK_EQ(m->attach(many[9], "x", AT(1), W, &at), E_INVALID);
    CHECK_EQ(m->attach(many[9], "x", AT(1), 8 | R, &at), E_INVALID);
    CHECK_EQ(m->attach(many[9], "none", 0, R, &at), E_FULL);
    for (u32 i = 0; i < 10; i++)
        CHECK_EQ(m->destroy(many[i]), 0);
    const int last = new_space();
    CHECK_EQ(m->attach(last, "none", 0, R, &at), E_NOTFOUND);
    CHECK_EQ(m->attach(last, "nha", 0, RW, &at), 0);
    CHECK_EQ(m->destroy(last), 0);
}

/* The last of all objects is copied with a space, forgotten with it, and undone
 * if its import made it, else not. */
static void test_last_name(void)
{
    char name[STORE_NAME] = "n00";
    int many[8];
    u32 at = 0;

    for (u32 i = 0; i < OBJECTS - 1; i++) {
        many[i / 16] = i % 16 ? many[i / 16] : new_space();
        name[1] = (char)('a' + i / 16);
        name[2] = (char)('a' + i % 16);
        CHECK_EQ(m->attach(many[i / 16], name, AT(1), R, &at), 0);
    }
    struct space *space = space_find(new_space());
    const int a = space->client.head.handle;
    object_begin(space);
    CHECK_EQ(m->attach(a, "last", AT(1), R, &at), 0);
    const struct page *page = page_of(shadow(a, at / PAGE_SIZE));
    const struct object *last = object_of(page);
    CHECK_EQ(page->object, OBJECTS);
    const int copy = m->copy(a);
    CHECK_EQ(m->attach(copy, "last", 0, RW, NULL), E_RIGHTS);
    CHECK_EQ(m->destroy(copy), 0);
    CHECK_EQ(m->unmap(a, at, AT(1)), 0);
    object_undo(space);
    CHECK(!known_by_any(&last->known));
    CHECK_EQ(m->attach(a, "last", 0, R, &at), E_NOTFOUND);
    CHECK_EQ(m->attach(a, "last", AT(1), R, &at), 0);
    object_begin(space);
    CHECK_EQ(m->unmap(a, at, AT(1)), 0);
    object_undo(space);
    CHECK(known_by_any(&last->known));
    CHECK_EQ(m->attach(a, "last", 0, R, &at), 0);
    CHECK_EQ(m->destroy(a), 0);
    CHECK(!known_by_any(&last->known));
    for (u32 i = 0; i < 8; i++)
        CHECK_EQ(m->destroy(many[i]), 0);
}

/* Its NUL is the last character that a name may have. */
static void test_long_name(void)
{
    const int a = new_space();
    char name[STORE_NAME + 1];
    u32 at = 0;

    memset(name, 'x', STORE_NAME);
    name[STORE_NAME] = 0;
    CHECK_EQ(m->attach(a, name, AT(1), R, &at), E_INVALID);
    name[STORE_NAME - 1] = 0;
    CHECK_EQ(m->attach(a, name, AT(1), R, &at), 0);
    CHECK_EQ(m->destroy(a), 0);
}

/* A copy knows the names that the original knew, by the same rights, and they
 * count; what it learns later is its own. */
static void test_copied(void)
{
    const int a = new_space();
    char name[STORE_NAME] = "k0";
    u32 at = 0;

    CHECK_EQ(m->attach(a, "read", AT(1), R, &at), 0);
    CHECK_EQ(m->attach(a, "write", AT(1), RW, &at), 0);
    const int copy = m->copy(a);
    CHECK_EQ(m->attach(copy, "read", 0, RW, &at), E_RIGHTS);
    CHECK_EQ(m->attach(copy, "read", 0, R, &at), 0);
    CHECK_EQ(m->attach(copy, "write", 0, RW, &at), 0);
    for (u32 i = 2; i <= SPACE_NAMES; i++) {
        name[1] = (char)('a' + i);
        CHECK_EQ(m->attach(copy, name, AT(1), R, &at),
                 i < SPACE_NAMES ? 0 : E_QUOTA);
    }
    CHECK_EQ(m->attach(a, "kc", 0, RW, &at), 0);
    CHECK_EQ(m->destroy(a), 0);
    CHECK_EQ(m->attach(copy, "read", 0, RW, &at), E_RIGHTS);
    CHECK_EQ(m->destroy(copy), 0);
}

/* An object that another has in part: references and pages, as it takes. */
static void test_parts(void)
{
    const int a = new_space(), b = new_space();
    const u32 left = pages.references_left;
    u32 at = 0;

    CHECK_EQ(m->attach(a, "parts", AT(5), R, &at), 0);
    CHECK_EQ(m->destroy(a), 0);
    const int c = new_space();
    CHECK_EQ(m->attach(c, "parts", AT(2), R, &at), 0);
    pages.references_left = 1;
    CHECK_EQ(m->attach(b, "parts", 0, R, &at), E_FULL);
    pages.references_left = 2;
    CHECK_EQ(m->attach(b, "parts", 0, R, &at), 0);
    CHECK_EQ(pages.references_left, 0);
    pages.references_left = left - 2;
    page_of(shadow(b, at / PAGE_SIZE))->refs = REFS_MOST;
    CHECK_EQ(m->attach(b, "parts", AT(1), R, NULL), E_FULL);
    page_of(shadow(b, at / PAGE_SIZE))->refs = 2;
    const u32 pages_left = pages.left;
    pages.left = 0;
    CHECK_EQ(m->attach(b, "parts", AT(5), R, NULL), 0);
    CHECK_EQ(m->attach(b, "more", AT(33), R, NULL), E_FULL);
    pages.left = pages_left;
    CHECK_EQ(m->destroy(b), 0);
    CHECK_EQ(m->destroy(c), 0);
}

static int asked_space;
static u32 asked_at;

static int bring(void)
{
    u32 word;

    return m->read(asked_space, asked_at, &word, 4);
}

/* A store says 0 or an error; what else it says is no success. */
static void check_answers(int (*ask)(void), int otherwise)
{
    static const int answers[] = {
        1, 4096, 0x7fffffff, E_NOMEM, E_DIED, (int)0x80000000 };

    for (u32 i = 0; i < ARRAY_SIZE(answers); i++) {
        store_answer = answers[i];
        CHECK_EQ(ask(), answers[i] > 0 ? otherwise : answers[i]);
    }
    store_answer = 0;
}

/* What was written is in the store: by sync, and with the last mapping. */
static void test_store(void)
{
    const int a = new_space(), b = new_space();
    u32 at = 0, other = 0;

    CHECK_EQ(m->attach(a, "data", AT(3), RW, &at), 0);
    *reach(a, at + AT(1), W) = 11;
    *reach(a, at + AT(2), W) = 12;
    stored_writes = 0;
    store_refuses = 1;
    CHECK_EQ(sync(), E_NOMEM);
    store_refuses = 0;
    store_dies = 1;
    CHECK_EQ(sync(), E_DIED);
    store_dies = 0;
    check_answers(sync, E_INVALID);
    CHECK_EQ(sync(), 0);
    CHECK_EQ(stored_writes, 2);
    *reach(a, at + AT(2), W) = 13;
    CHECK_EQ(m->attach(b, "data", AT(2), R, &other), 0);
    CHECK_EQ(*reach(b, other + AT(1), R), 11);
    CHECK_EQ(used(a).shared, AT(1));
    CHECK_EQ(m->destroy(a), 0);
    CHECK_EQ(stored_writes, 3);
    CHECK_EQ(m->attach(b, "data", 0, R, &other), 0);
    asked_space = b;
    asked_at = other;           /* not touched so far */
    check_answers(bring, E_INVALID);
    CHECK_EQ(*reach(b, other + AT(1), R), 11);
    CHECK_EQ(*reach(b, other + AT(2), R), 13);
    CHECK(!reach(b, other + AT(2), W));
    CHECK_EQ(m->destroy(b), 0);
    CHECK_EQ(stored_writes, 3);         /* it has only read */
}

int main(void)
{
    void (*const tests[])(void) = { test_replacement, test_dirty, test_peers,
                                    test_names, test_last_name, test_long_name,
                                    test_copied, test_store, test_parts };

    machine_begin();
    CHECK_EQ(init(SELF), 0);
    CHECK_EQ(configure(50, 2048, SMALL), 0);
    run_tests(tests, ARRAY_SIZE(tests));
    CHECK_EQ(swapped(), 1);
    leave();
    CHECK_EQ(swapped() + world_live(), 0);
    return check_done();
}

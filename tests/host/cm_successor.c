/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * What threads have at hand to call in a module that is replaced: each method, and
 * each table, of an interface that the new one has, too, by name and type, becomes the
 * new one's; all other words stay. Who is refused as a successor is called by nobody.
 */
#include "cm_calls.h"

#define METHODS 3u
#define SIDES(first, second, type, third) \
    .interface = { { first, "t", NULL, NULL, NULL, METHODS }, \
                   { second, type, NULL, NULL, NULL, METHODS }, \
                   { third, "t", NULL, NULL, NULL, METHODS } }

static const struct plan old_plan = { .name = "old", .type = MODULE_SYSTEM,
    SIDES("a", "b", "t", "c"), .functions = 1 << F_INIT };
static const struct plan turned = { .name = "turned", .type = MODULE_SYSTEM,
    SIDES("c", "a", "t", "b"), .functions = 1 << F_INIT };
static const struct plan other = { .name = "other", .type = MODULE_SYSTEM,
    SIDES("a", "b", "v", "d"), .functions = 1 << F_INIT };
static const struct plan small = { .name = "small", .type = MODULE_SYSTEM,
    .interface = { { "b", "t", NULL, NULL, NULL, 1 } },
    .functions = 1 << F_INIT };
static const struct plan dies = { .name = "dies", .type = MODULE_SYSTEM,
    SIDES("a", "b", "t", "c"), .functions = 1 << F_INIT };
static const struct plan *const list[] = { &old_plan, &turned, &other, &small,
                                           &dies, NULL };

/* No two interfaces share a method. */
static void make_methods(u32 module)
{
    const struct graph_interface *i;

    for (u32 n = node_of(module)->first_interface; n; n = i->next) {
        i = table_at(&interfaces, n - 1);
        for (u32 m = 0; m < i->count; m++)
            ((u32 *)i->table)[m] = (u32)memory_of(image_of(module)) +
                                   0x80 * (u32)(i->name[0] - 'a' + 1) + m * 4;
    }
}

static u64 init(u32 module, enum function function, u32 argument)
{
    CHECK(function == F_INIT && argument == module);
    make_methods(module);
    return image_of(module)->plan == &dies ? (u32)E_NOMEM : 0;
}

static const struct graph_interface *of(u32 module, const char *name)
{
    return find_interface(node_of(module), name);
}

/* What is at hand of the old one: a word of each table, and of each method. */
static u32 put_words(u32 old)
{
    static const char *const names[] = { "a", "b", "c" };
    u32 count = 0;

    for (u32 n = 0; n < ARRAY_SIZE(names); n++) {
        const struct graph_interface *i = of(old, names[n]);
        at_hand[count++] = i->table;
        at_hand[count++] = i->table + 4;            /* neither */
        for (u32 m = 0; m < METHODS; m++)
            at_hand[count++] = ((u32 *)i->table)[m];
        at_hand[count++] = ((u32 *)i->table)[METHODS - 1] + 1;
    }
    at_hand[count++] = (u32)memory_of(image_of(old)) + IMAGE_SIZE;
    return count;
}

/* wanted: the names whose words are the new one's. */
static void check(const char *successor, const char *wanted)
{
    const u32 old = (u32)request(LOAD, T("old"), 0, 0, 0);
    u32 words[ARRAY_SIZE(at_hand)], at = 0;

    const u32 count = put_words(old);
    memcpy(words, at_hand, sizeof(words));
    const int new = request(REPLACE, old, T(successor), 0, 0);
    if (new < 0)
        CHECK(!*wanted);
    for (char name[] = "a"; name[0] <= 'c'; name[0]++, at += METHODS + 3) {
        const int is_new = strstr(wanted, name) != NULL;
        const struct graph_interface *i = is_new ? of((u32)new, name) : NULL;
        CHECK_EQ(at_hand[at], i ? i->table : words[at]);
        CHECK_EQ(at_hand[at + 1], words[at + 1]);
        for (u32 m = 0; m < METHODS; m++)
            CHECK_EQ(at_hand[at + 2 + m], i && m < i->count ?
                     ((u32 *)i->table)[m] : words[at + 2 + m]);
        CHECK_EQ(at_hand[at + 2 + METHODS], words[at + 2 + METHODS]);
    }
    CHECK_EQ(at_hand[count - 1], words[count - 1]);
    CHECK_EQ(request(UNLOAD, new < 0 ? old : (u32)new, 0, 0, 0), 0);
    CHECK_EQ(images_used(), 0);
}

int main(void)
{
    on_call = init;
    world_start(list);
    check("old", "abc");
    check("turned", "abc");
    check("other", "a");
    check("small", "b");
    check("dies", "");
    check("none", "");
    return check_done();
}

/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* What a slot is bound to, at random: bindings with holes between them, the first
 * and the last entry too, those of the core, which have no slot; and a graph that
 * changes while it is read. */
#include "../../core/api/graph.h"

static struct graph fake;
static u32 changes;                     /* still to come */

static void change(void);

#define graph_copy(to_, offset_, size_) \
    (change(), __builtin_memcpy(to_, (const char *)&fake + (offset_), size_))
#define graph_word(offset_) (*(const u32 *)((const char *)&fake + (offset_)))
#define graph_generation() fake.generation
#define graph_has_changed(before_) \
    ((before_) & 1 || fake.generation != (before_))
#include "../../modules/lib/call/bound.c"

#include "check.h"
#include "random.h"

#include <string.h>

#define SLOT 0x4000u
#define MANY 8u

/* Every slot is rebound, in two halves: the first is odd. */
static void change(void)
{
    if (!changes || --changes)
        return;
    fake.generation |= 1;
    for (u32 i = 0; i < GRAPH_INTERFACES; i++)
        fake.interfaces[i].count = 77;
    fake.generation++;
}

static void any_graph(void)
{
    memset(&fake, 0, sizeof(fake));
    for (u32 i = 0; i < MANY; i++) {
        struct graph_binding *b = &fake.bindings[
            i == 2 ? GRAPH_BINDINGS - 1 : (i * 2 + 11) % 13];
        const u32 interface = random_below(GRAPH_INTERFACES);

        if (random_below(4) == 0)
            continue;
        *b = (struct graph_binding){ .handle = i + 1,
            .interface = interface + 1,
            .slot = i % 3 ? SLOT + 4 * i : 0 };
        fake.interfaces[interface].handle = b->interface;
        fake.interfaces[interface].count = (u16)(1 + random_below(60));
        fake.parts[GRAPH_PART_BINDINGS].live++;
    }
}

static u32 found(u32 slot)
{
    for (u32 i = 0; i < GRAPH_BINDINGS; i++)
        if (fake.bindings[i].handle && fake.bindings[i].slot == slot)
            return fake.interfaces[fake.bindings[i].interface - 1].count;
    return 0;
}

int main(void)
{
    for (u32 round = 0; round < 400; round++) {
        any_graph();
        for (u32 i = 0; i <= MANY; i++) {
            const u32 slot = SLOT + 4 * i;
            CHECK_EQ(bound_methods((const void *)slot), found(slot));
        }
    }
    for (u32 when = 1; when < 40; when++)
        for (u32 i = 0; i < MANY; i++) {
            const u32 slot = SLOT + 4 * i;
            any_graph();
            changes = when;
            const u32 count = bound_methods((const void *)slot);
            if (changes == 0)           /* it came while that was read */
                CHECK_EQ(count, found(slot));
        }
    return check_done();
}

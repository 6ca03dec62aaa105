/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* Who lives where, at random: modules side by side, dead ones, and those of the
 * core, which have no address; in the first and the last entry, too. */
#include "../../core/api/graph.h"

static struct graph fake;

#define graph_copy(to_, offset_, size_) \
    __builtin_memcpy(to_, (const char *)&fake + (offset_), size_)
#include "../../modules/lib/call/module_at.c"

#include "check.h"
#include "random.h"

#include <string.h>

#define MODULES 8u

static void any_graph(void)
{
    u32 base = 0x1000, live = 0;

    memset(fake.nodes, 0, sizeof(fake.nodes));
    for (u32 i = 0; i < MODULES; i++) {
        struct graph_node *node = &fake.nodes[i % 3 ? i - 1 : GRAPH_NODES - 1 - i];
        if (random_below(4) == 0)
            continue;
        *node = (struct graph_node){ .handle = 100 + i,
            .state = (u8)(1 + random_below(4)), .base = base,
            .size = random_below(5) ? 1 + random_below(64) : 0 };
        base += node->size + random_below(2) * 16;
        live++;
    }
    fake.parts[GRAPH_PART_NODES].live = live;
}

static u32 found(u32 address, u32 handle)
{
    for (u32 i = 0; i < GRAPH_NODES; i++) {
        const struct graph_node *node = &fake.nodes[i];
        if (node->handle && node->state != NODE_DEAD &&
            (handle ? node->handle == handle :
             address >= node->base && address < node->base + node->size))
            return node->handle;
    }
    return 0;
}

/* The place of who lives at that address. */
static void check_image(u32 at, u32 handle)
{
    const struct module_image image = module_image_at((const void *)at);
    u32 i = 0;

    while (handle && fake.nodes[i].handle != handle)
        i++;
    CHECK_EQ(image.base, handle ? fake.nodes[i].base : 0);
    CHECK_EQ(image.size, handle ? fake.nodes[i].size : 0);
}

int main(void)
{
    for (u32 round = 0; round < 60; round++) {
        any_graph();
        for (u32 at = 0xff0; at < 0x1180; at++) {
            CHECK_EQ(module_at((const void *)at), found(at, 0));
            check_image(at, found(at, 0));
        }
        for (u32 handle = 99; handle < 110; handle++)
            CHECK_EQ(module_lives(handle), found(0, handle) != 0);
    }
    CHECK_EQ(module_lives(0), 0);
    return check_done();
}

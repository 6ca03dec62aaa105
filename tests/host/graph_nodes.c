/* SPDX-License-Identifier: MIT */
/* sources: core/base/graph.c */
/* What lies in a module's image, to the byte. */
#include "../../core/base/graph.h"
#include "check.h"

#define BASE 0x100000u
#define SIZE 0x2003u

/* What a reader finds its way by (api/graph.h). */
static void test_header(void)
{
    static const struct { const void *first; u32 size, capacity; } parts[] = {
        [GRAPH_PART_NODES] = { graph.nodes, 92, 1536 },
        [GRAPH_PART_INTERFACES] = { graph.interfaces, 88, 2048 },
        [GRAPH_PART_RECEPTACLES] = { graph.receptacles, 84, 2048 },
        [GRAPH_PART_BINDINGS] = { graph.bindings, 28, 2048 },
        [GRAPH_PART_CONSTRAINTS] = { graph.constraints, 772, 512 },
    };
    const char *const start = (const char *)&graph;

    CHECK_EQ(graph.magic, 0x31524744);
    CHECK_EQ(graph.version, 4);
    CHECK_EQ(graph.size, sizeof(graph));
    CHECK(start + graph.system_offset == (const char *)&graph.system);
    CHECK_EQ(graph.system_size, sizeof(graph.system));
    CHECK(start + graph.text_offset == graph.text && !graph.text_size);
    CHECK_EQ(graph.part_count, 5);
    for (u32 i = 0; i < 5; i++) {
        CHECK(start + graph.parts[i].offset == parts[i].first);
        CHECK_EQ(graph.parts[i].entry_size, parts[i].size);
        CHECK_EQ(graph.parts[i].capacity, parts[i].capacity);
        CHECK_EQ(graph.parts[i].live, 0);
    }
}

/* A carrier and what it carries; a block of another carrier's is none of it. */
static void test_parts(void)
{
    struct graph_node *n = graph.nodes;

    n[3] = (struct graph_node){ .handle = 7 << 12 | 4, .base = 0x10000,
                                .size = 0x1000, .carries = 1 };
    n[4] = (struct graph_node){ .handle = 8 << 12 | 5, .base = 0x20000,
                                .size = 0x1000, .carrier = 7 << 12 | 4 };
    n[5] = (struct graph_node){ .handle = 9 << 12 | 6, .base = 0x21000,
                                .size = 0x1000, .carrier = 6 << 12 | 4 };
    graph.parts[GRAPH_PART_NODES].live += 3;
    CHECK(graph_is_part(&n[3], 0x10000) && graph_is_part(&n[3], 0x10fff));
    CHECK(!graph_is_part(&n[3], 0xffff) && !graph_is_part(&n[3], 0x11000));
    CHECK(graph_is_part(&n[3], 0x20000) && graph_is_part(&n[3], 0x20fff));
    CHECK(!graph_is_part(&n[3], 0x1ffff) && !graph_is_part(&n[3], 0x21000));
    CHECK(graph_is_part(&n[4], 0x20000) && !graph_is_part(&n[4], 0x10000));
    n[3].carries = 0;
    CHECK(graph_is_part(&n[3], 0x10000) && !graph_is_part(&n[3], 0x20000));
    n[3].handle = n[4].handle = n[5].handle = 0;
    graph.parts[GRAPH_PART_NODES].live -= 3;
}

int main(void)
{
    const u32 one = 3 << 12 | 2, two = 5 << 12 | 3;

    graph_init();
    test_header();
    graph.nodes[1].handle = one;
    graph.nodes[1].base = BASE;
    graph.nodes[1].size = SIZE;
    graph.nodes[2].handle = two;
    graph.parts[GRAPH_PART_NODES].live = 2;

    CHECK(graph_node_at(BASE) == &graph.nodes[1]);
    CHECK(!graph_node_at(BASE - 1) && !graph_node_at(BASE + SIZE));
    CHECK(graph_is_inside(one, BASE, SIZE));
    CHECK(!graph_is_inside(one, BASE, SIZE + 1));
    CHECK(graph_is_inside(one, BASE + SIZE - 4, 4));
    CHECK(!graph_is_inside(one, BASE + SIZE - 3, 4));
    CHECK(!graph_is_inside(one, BASE + 1, 0xffffffffu));
    CHECK(!graph_is_inside(two, BASE, 1) && !graph_is_inside(two, 0, 1));
    graph.nodes[0].base = BASE + 0x8000;        /* what is left of another */
    graph.nodes[0].size = SIZE;
    CHECK(!graph_node_at(BASE + 0x8000));
    graph.nodes[2].handle = 0;
    graph.nodes[0].handle = two;
    CHECK(graph_node_at(BASE + 0x8000) == &graph.nodes[0]);
    CHECK(graph_node_at(BASE) == &graph.nodes[1]);
    graph.nodes[0].handle = 0;
    struct graph_node *last = &graph.nodes[GRAPH_NODES - 1];
    *last = (struct graph_node){ .handle = 3, .base = 0x4000, .size = 16 };
    CHECK(graph_node_at(0x400f) == last && !graph_node_at(0x4010));
    last->handle = 0;
    graph.nodes[2].handle = two;
    CHECK(graph_node_of(one) == &graph.nodes[1]);
    CHECK(!graph_node_of(4 << 12 | 2));
    test_parts();
    return check_done();
}

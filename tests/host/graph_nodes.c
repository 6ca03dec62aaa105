/* SPDX-License-Identifier: MIT */
/* sources: core/base/graph.c */
/* What lies in a module's image, to the byte. */
#include "../../core/base/graph.h"
#include "check.h"

#define BASE 0x100000u
#define SIZE 0x2003u

int main(void)
{
    const u32 one = 3 << 12 | 2, two = 5 << 12 | 3;

    graph_init();
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
    CHECK(graph_node_of(one) == &graph.nodes[1]);
    CHECK(!graph_node_of(4 << 12 | 2));
    return check_done();
}

/* SPDX-License-Identifier: MIT */
/* sources: core/death/instead.c */
/* What answers in the place of a dead module's tables and methods. */
#include "check.h"

#include "../../core/death/instead.h"
#include "../../core/ups/runtime.h"
#include "../../core/ups/user.h"

#define METHODS 3
#define DEAD 0x777u                     /* the method that answers E_DEAD */

struct graph graph;
const char runtime_start[16];
__asm__(".globl runtime_dead\n.set runtime_dead, runtime_start + 8");

static const u32 dead_method = DEAD;
static u32 tables[2][METHODS] = { { 10, 20, 30 }, { 40, 50, 60 } };
static u32 is_gone;                     /* the first table is no memory */

void *user_pointer(saddr_t address, u32 size)
{
    if (address == RUNTIME(runtime_dead) && size == 4)
        return (void *)&dead_method;
    CHECK_EQ(size, sizeof(tables[0]));
    return is_gone && address == (saddr_t)tables[0] ? NULL : (void *)address;
}

static void test_tables(const struct graph_node *node)
{
    for (u32 i = 0; i < 2; i++) {
        CHECK_EQ(instead_of(node, (saddr_t)tables[i]), RUNTIME(runtime_dead));
        CHECK_EQ(instead_of(node, (saddr_t)&tables[i][1]), 0);
        for (u32 k = 0; k < METHODS; k++) {
            CHECK_EQ(instead_of(node, tables[i][k]), is_gone && !i ? 0 : DEAD);
            CHECK_EQ(instead_of(node, tables[i][k] + 1), 0);
        }
    }
}

int main(void)
{
    const struct graph_node none = { .first_interface = 0 };
    const struct graph_node node = { .first_interface = 6 };

    graph.interfaces[5] = (struct graph_interface){
        .table = (u32)tables[0], .count = METHODS, .next = 3 };
    graph.interfaces[2] = (struct graph_interface){
        .table = (u32)tables[1], .count = METHODS };
    test_tables(&node);
    CHECK_EQ(instead_of(&none, (saddr_t)tables[0]), 0);
    is_gone = 1;
    test_tables(&node);
    return check_done();
}

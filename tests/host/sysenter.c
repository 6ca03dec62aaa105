/* SPDX-License-Identifier: MIT */
/* sources: core/base/holders.c core/lib/crc32.c */
/* Who has SYSENTER: selectors that only a client can have, eight owners, and
 * the machine's registers lead to the core while there is one. */
#include "../../core/x86/x86.h"

static unsigned msr[3];
#define x86_wrmsr(number, low) (msr[(number) - 0x174] = (low))
#include "../../core/wrapper/sysenter.c"

#include "check.h"

#define BASE(module) (((module) + 1) << 20)
#define HANDLE(module) ((module) + 0x1001)

struct graph graph;
const char sysenter_entry[1], sysenter_end[1], sysenter_stack_top[1];
static u32 has_sep = 1;

int cpu_has(u32 features)
{
    CHECK_EQ(features, CPU_SEP);
    return (int)has_sep;
}

const struct graph_node *graph_node_at(saddr_t address)
{
    static struct graph_node node;

    node.handle = HANDLE((address >> 20) - 1);
    return address >> 20 ? &node : NULL;
}

static s32 open(u32 module, u32 handler, u32 cs, u32 ss)
{
    struct gate_call frame = { .arg = { handler, cs, ss } };
    struct gate gate = { .binding = module + 1, .module = HANDLE(module) };

    return (s32)sysenter_wrapper.table[0](&frame, &gate);
}

static s32 close_of(u32 module, u32 binding)
{
    struct gate_call frame = { .eip = 0 };
    struct gate gate = { .binding = binding, .module = HANDLE(module) };

    return (s32)sysenter_wrapper.table[1](&frame, &gate);
}

static void check_on(u32 on)
{
    CHECK_EQ(msr[0], on ? CORE_CS : 0);
    CHECK_EQ(msr[1], on ? (u32)sysenter_stack_top : 0);
    CHECK_EQ(msr[2], on ? (u32)sysenter_entry : 0);
}

/* Of an LDT and of ring 3, both; and 16 bits. */
static void test_selectors(void)
{
    for (u32 cs = 0; cs < 32; cs++)
        for (u32 ss = 0; ss < 32; ss++) {
            const int right = (cs & 7) == 7 && (ss & 7) == 7;
            CHECK_EQ(open(0, BASE(0), cs, ss), right ? E_OK : E_INVALID);
            check_on(right);
            CHECK_EQ(close_of(0, 1), right ? E_OK : E_OWNER);
            check_on(0);
        }
    CHECK_EQ(open(0, BASE(0), 0x1000f, 0x0f), E_INVALID);
    CHECK_EQ(open(0, BASE(0), 0x0f, 0x1000f), E_INVALID);
    CHECK_EQ(open(0, BASE(1), 0x0f, 0x0f), E_ADDRESS);
    CHECK_EQ(open(0, 0, 0x0f, 0x0f), E_ADDRESS);
}

static void test_owners(void)
{
    const u32 digest = sysenter_wrapper.digest(0);
    const struct sysenter_owners *o = &sysenter_owners;

    for (u32 i = 0; i < SYSENTER_OWNERS; i++) {
        CHECK_EQ(open(i, BASE(i) + i, 0x0f + i * 8, 0x17), E_OK);
        CHECK_EQ(open(i, BASE(i), 0x0f, 0x17), E_BUSY);
        CHECK(o->module[i] == HANDLE(i) && o->handler[i] == BASE(i) + i &&
              o->cs[i] == 0x0f + i * 8 && o->ss[i] == 0x17);
        CHECK_EQ(sysenter_wrapper.entered(HANDLE(i)), 1);
        check_on(1);
    }
    CHECK_EQ(open(8, BASE(8), 0x0f, 0x17), E_FULL);
    for (u32 i = 0; i < SYSENTER_OWNERS; i++) {
        CHECK_EQ(close_of(i, i + 2), E_OWNER);
        if (i % 2)
            sysenter_wrapper.released(i + 1);
        else
            CHECK_EQ(close_of(i, i + 1), E_OK);
        CHECK_EQ(close_of(i, i + 1), E_OWNER);
        CHECK_EQ(sysenter_wrapper.entered(HANDLE(i)), 0);
        CHECK_EQ(o->module[i], ~0u);
        check_on(i + 1 < SYSENTER_OWNERS);
    }
    CHECK_EQ(sysenter_wrapper.digest(0), digest);
}

/* The Pentium Pro says that it has it, and has not. */
static void test_processors(void)
{
    static const struct { u32 signature, there; } known[] = {
        { 0x543, 1 }, { 0x611, 0 }, { 0x619, 0 }, { 0x632, 0 },
        { 0x633, 1 }, { 0x6f1, 1 }, { 0x10661, 1 }, { 0xf12, 1 } };

    for (u32 i = 0; i < ARRAY_SIZE(known); i++)
        for (has_sep = 0; has_sep < 2; has_sep++) {
            const u32 there = known[i].there && has_sep;
            graph.system.cpu_signature = known[i].signature;
            CHECK_EQ(open(0, BASE(0), 0x0f, 0x17),
                     there ? E_OK : E_UNSUPPORTED);
            check_on(there);
            CHECK_EQ(close_of(0, 1), there ? E_OK : E_OWNER);
        }
    has_sep = 1;
}

int main(void)
{
    graph.system.cpu_signature = 0x633;
    test_selectors();
    test_owners();
    test_processors();
    return check_done();
}

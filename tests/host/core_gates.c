/* SPDX-License-Identifier: MIT */
/* sources: core/gate/gate.c core/lib/crc32.c */
/* flags: -m32 -no-pie */
/* As many gates as there are, each against a plain list of them: its stubs, its
 * descriptor, its methods, which are exchanged and replaced, and whose it is. */
#include "check.h"

#include <string.h>
#include <sys/mman.h>

#include "../../core/api/error.h"
#include "../../core/base/layout.h"
#include "../../core/descriptor/descriptor.h"
#include "../../core/descriptor/gdt.h"
#include "../../core/gate/gate.h"
#include "../../core/memory/memory.h"

#define UPS 0x10000000u
#define TABLES 3u               /* of methods, that gates are made of */

const char gate_thunks[1], gate_upcall_return[1];
struct memory memory = { .ups = UPS };

static struct gate_target told[GDT_ENTRIES];
static u32 made[GATES];         /* by index: which table, + 1; 0: free */

void gdt_set_gate(u16 selector, const struct gate_target *target)
{
    told[selector >> 3] = *target;
}

void gdt_clear(u16 selector)
{
    memset(&told[selector >> 3], 0, sizeof(told[0]));
}

/* Each method is called by none: its address is all that it has. */
static u32 GATE_METHOD first(struct gate_call *c, struct gate *g)
{
    return c && g;
}

static gate_method *method(u32 n)
{
    return (gate_method *)((u32)first + n);
}

static u32 module_of(u32 index) { return 0x1000 + index; }
static u32 count_of(u32 index) { return 1 + index % METHOD_MAX; }

/* Table t has methods of its own, and one that all have. */
static gate_method *const *table_of(u32 t)
{
    static gate_method *tables[TABLES][METHOD_MAX];

    for (u32 k = 0; k < METHOD_MAX; k++)
        tables[t][k] = k == 1 ? method(1000) : method(100 * t + k);
    return tables[t];
}

static int create(u32 index)
{
    return gate_create(module_of(index), index, table_of(index % TABLES),
                       count_of(index));
}

static void check_stubs(u32 index)
{
    const u32 block = STUB_BASE + index * STUB_BLOCK;
    const u32 *table = (const u32 *)(UPS + gate_table(index));
    const u16 selector = gate_selector(index);

    CHECK_EQ(selector, (GATE_FIRST + index) * 8 + 1);
    for (u32 k = 0; k < count_of(index); k++) {
        const u8 code[] = { 0x9a, 0, 0, 0, 0, (u8)selector,
                            (u8)(selector >> 8), 0xc3 };
        CHECK_EQ(table[k], block + k * 8);
        CHECK(!memcmp((const void *)(UPS + table[k]), code, sizeof(code)));
    }
    CHECK(gate_table(index) >= block + count_of(index) * 8);
    CHECK(gate_table(index) + METHOD_MAX * 4 <= block + STUB_BLOCK);
}

static void check_gate(u32 index)
{
    const struct gate_target *t = &told[gate_selector(index) >> 3];
    const u32 block = STUB_BASE + index * STUB_BLOCK;
    const u32 owner = made[index] ? module_of(index) : ~0u;

    CHECK_EQ(gate_module_at(block), owner);
    CHECK_EQ(gate_module_at(block + STUB_BLOCK - 1), owner);
    CHECK_EQ(t->present, made[index] != 0);
    if (!made[index])
        return;
    check_stubs(index);
    CHECK_EQ(t->offset, (u32)gate_thunks + index * GATE_THUNK);
    CHECK(t->selector == CORE_CS && t->type == GATE_CALL && t->dpl == 1);
    CHECK_EQ(t->dwords, GATE_ARGS + 1);
    CHECK_EQ(gates[index].tag, module_of(index) * 2);
    CHECK_EQ(gates[index].binding, index);
    CHECK_EQ(gates[index].returns, block + 7);
}

/* All that are made, and methods[n] is what the n-th of table t should be. */
static void check_all(gate_method *(*expected)(u32 t, u32 k))
{
    for (u32 i = 0; i < GATES; i++) {
        check_gate(i);
        for (u32 k = 0; made[i] && k < count_of(i); k++)
            CHECK(gates[i].method[k] == expected(made[i] - 1, k));
    }
    CHECK_EQ(gate_module_at(STUB_BASE - 1), ~0u);
    CHECK_EQ(gate_module_at(STUB_BASE + GATES * STUB_BLOCK), ~0u);
}

static gate_method *as_made(u32 t, u32 k) { return table_of(t)[k]; }

static gate_method *exchanged(u32 t, u32 k)
{
    return k == 1 ? method(2000) : as_made(t, k);
}

static gate_method *replaced(u32 t, u32 k)
{
    return t == 2 ? method(3000) : exchanged(t, k);
}

static void destroy(u32 step)
{
    for (u32 i = 0; i < GATES; i += step)
        if (made[i]) {
            gate_destroy(i);
            made[i] = 0;
        }
}

/* The lowest that is free comes first. */
static void fill(u32 step)
{
    for (u32 i = 0; i < GATES; i += step) {
        CHECK_EQ(create(i), i);
        made[i] = i % TABLES + 1;
    }
    CHECK_EQ(create(0), E_FULL);
}

int main(void)
{
    void *at = mmap((void *)UPS, THREAD_BASE, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

    CHECK(at == (void *)UPS);
    gate_init();
    CHECK_EQ(told[RETURN_GATE >> 3].offset, (u32)gate_upcall_return);
    const u32 empty = gate_digest(0);
    check_all(as_made);
    fill(1);
    check_all(as_made);
    const u32 full = gate_digest(0);
    CHECK(full != empty);
    gate_exchange(method(1000), method(2000));
    check_all(exchanged);
    gate_replace(table_of(2), method(3000));
    check_all(replaced);
    destroy(2);
    check_all(replaced);
    CHECK(gate_digest(0) != full && gate_digest(0) != empty);
    fill(2);
    CHECK_EQ(gate_digest(0), full);
    destroy(1);
    check_all(as_made);
    CHECK_EQ(gate_digest(0), empty);
    fill(1);
    check_all(as_made);
    return check_done();
}

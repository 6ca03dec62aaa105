/* SPDX-License-Identifier: MIT */
/* Making and removing the gates of bindings. */
#include "gate.h"

#include "../api/error.h"
#include "../lib/crc32.h"
#include "../descriptor/descriptor.h"
#include "../descriptor/gdt.h"
#include "../base/hard.h"
#include "../base/layout.h"
#include "../memory/memory.h"
#include "../lib/slots.h"
#include "../lib/string.h"

_Static_assert(GATE_DWORDS == 1 + GATE_ARGS, "gate.S");
_Static_assert(METHOD_MAX * STUB_SIZE == STUB_TABLE, "layout of a block");
_Static_assert(STUB_TABLE + METHOD_MAX * 4 <= STUB_BLOCK, "layout of a block");
_Static_assert(STUB_BASE + GATES * STUB_BLOCK <= THREAD_BASE, "UPS layout");

#define LCALL_SIZE 7

extern const char gate_thunks[], gate_upcall_return[];

struct gate gates[GATES];       /* gate.S indexes it */

static struct slots free_gates;
static u32 free_count;
_Static_assert(GATES <= SLOTS_MOST, "slots.h");

static saddr_t block(u32 index)
{
    return STUB_BASE + index * STUB_BLOCK;
}

saddr_t gate_table(u32 index)
{
    return block(index) + STUB_TABLE;
}

u16 gate_selector(u32 index)
{
    return (u16)((GATE_FIRST + index) * 8 | 1);
}

u32 gate_digest(u32 crc)
{
    return crc32(crc, &free_count, sizeof(free_count));
}

u32 gate_module_at(saddr_t eip)
{
    const u32 index = (eip - STUB_BASE) / STUB_BLOCK;

    return index < GATES && gates[index].methods ? gates[index].module : ~0u;
}

/* LCALL selector:0; RET */
static void write_stub(u8 *stub, u16 selector)
{
    static const u8 code[STUB_SIZE] = { 0x9a, 0, 0, 0, 0, 0, 0, 0xc3 };

    memcpy(stub, code, sizeof(code));
    stub[5] = (u8)selector;
    stub[6] = (u8)(selector >> 8);
}

static void write_block(u32 index, u32 count)
{
    u8 *stubs = (u8 *)(memory.ups + block(index));
    u32 *table = (u32 *)(memory.ups + gate_table(index));

    for (u32 i = 0; i < count; i++) {
        write_stub(stubs + i * STUB_SIZE, gate_selector(index));
        table[i] = block(index) + i * STUB_SIZE;
    }
}

void gate_init(void)
{
    gdt_set_gate(RETURN_GATE, &(struct gate_target){
        .selector = CORE_CS, .type = GATE_CALL, .dpl = 1, .present = 1,
        .dwords = GATE_DWORDS, .offset = (u32)gate_upcall_return });
    slots_init(&free_gates, GATES);
    free_count = GATES;
}

int gate_create(u32 module, u32 binding, gate_method *const *methods,
                u32 count)
{
    if (!free_count || hard_fails())
        return E_FULL;
    const u32 index = slots_take(&free_gates);
    struct gate *gate = &gates[index];

    free_count--;
    gate->module = module;
    gate->tag = module << 1;
    gate->binding = binding;
    gate->methods = count;
    gate->returns = block(index) + LCALL_SIZE;
    memcpy(gate->method, methods, count * sizeof(*methods));
    write_block(index, count);
    gdt_set_gate(gate_selector(index), &(struct gate_target){
        .selector = CORE_CS, .type = GATE_CALL, .dpl = 1, .present = 1,
        .dwords = GATE_DWORDS,
        .offset = (u32)gate_thunks + index * GATE_THUNK });
    return (int)index;
}

void gate_destroy(u32 index)
{
    gdt_clear(gate_selector(index));
    /* The stubs stay: who is in a call, such as the one that ends its own
     * binding, returns through them. Who enters one gets #GP. */
    memset(&gates[index], 0, sizeof(gates[index]));
    slots_put(&free_gates, index);
    free_count++;
}

void gate_replace(gate_method *const *methods, gate_method *method)
{
    u32 left = GATES - free_count;

    for (struct gate *gate = gates; left; gate++) {
        if (!gate->methods)
            continue;
        left--;
        if (gate->method[0] != methods[0])
            continue;
        for (u32 k = 0; k < gate->methods; k++)
            gate->method[k] = method;
    }
}

void gate_exchange(gate_method *old, gate_method *new)
{
    for (u32 i = 0; i < GATES; i++)
        for (u32 k = 0; k < gates[i].methods; k++)
            if (gates[i].method[k] == old)
                gates[i].method[k] = new;
}

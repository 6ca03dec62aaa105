/* SPDX-License-Identifier: MIT */
/* The far call that led to a gate which does not serve. */
#include "refusal.h"

#include "../memory/memory.h"
#include "../base/layout.h"
#include "../descriptor/descriptor.h"
#include "../descriptor/gdt.h"
#include "../x86/x86.h"
#include "../x86/trap_state.h"
#include "far_call.h"
#include "../ups/user.h"

#define RPL 3u
#define LOCAL 4u                /* a selector of the LDT */
#define EBP 5
#define ESP 4

/* Where a segment of the GDT lies, as an address of the UPS. */
static saddr_t base_of(u32 selector)
{
    struct segment segment;

    descriptor_decode_segment(gdt_get((u16)selector), &segment);
    return segment.base - memory.ups;
}

static u32 register_of(const struct trap_state *f, u32 number)
{
    const u32 registers[] = {           /* by the processor's numbers */
        f->eax, f->ecx, f->edx, f->ebx, f->esp, f->ebp, f->esi, f->edi, 0,
    };
    return registers[number];
}

static u32 segment_of(const struct trap_state *f, const struct far_call *call)
{
    switch (call->prefix) {
    case 0x26: return f->es;
    case 0x2e: return f->cs;
    case 0x36: return f->ss;
    case 0x3e: return f->ds;
    case 0x64: return x86_fs();
    case 0x65: return x86_gs();
    }
    return call->base == ESP || call->base == EBP ? f->ss : f->ds;
}

/* The selector that the call goes by; 0 if its operand cannot be read, as in
 * a segment of the LDT. */
static u32 target_of(const struct trap_state *f, const struct far_call *call)
{
    const u32 segment = segment_of(f, call);

    if (call->direct)
        return call->selector;
    const u32 at = register_of(f, call->base) +
                   (register_of(f, call->index) << call->scale) +
                   call->displacement + (call->narrow ? 2 : 4);
    const u8 *selector = user_pointer(base_of(segment) + at, 2);
    return !selector || segment & LOCAL ? 0
                                        : selector[0] | selector[1] << 8u;
}

/* How long the call is that ends at EIP, or 0. A byte before it that could be
 * a prefix is taken for one. */
static u32 find_call(const struct trap_state *f)
{
    const saddr_t end = base_of(f->cs) + f->eip;

    for (u32 size = FAR_CALL_LONGEST; size; size--) {
        const u8 *code = user_pointer(end - size, size);
        if (!code)
            continue;
        const struct far_call call = far_call_decode(code, size);
        if (call.length && (target_of(f, &call) & ~RPL) == f->error)
            return size;
    }
    return 0;
}

void refusal_undo_call(struct trap_state *f)
{
    f->eip -= find_call(f);
}

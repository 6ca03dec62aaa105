/* SPDX-License-Identifier: MIT */
/* Which suspended tasks can go on. */
#include "task_state.h"

#include "../../core/descriptor/descriptor.h"
#include "../../core/descriptor/gdt.h"
#include "../../core/descriptor/tss.h"
#include "ldt.h"
#include "task.h"

#define LOCAL 4u                        /* a selector's bit: of the LDT */
#define RPL 3u

static u64 descriptor_of(const struct tss *state, u32 selector)
{
    if (!(selector & LOCAL))
        return gdt_get((u16)selector);
    return state->ldt ? ldt_descriptor(ldt_at((u16)state->ldt), selector) : 0;
}

static bool is_code(int type)
{
    return type == SEGMENT_CODE_XR || type == SEGMENT_CODE_X;
}

/* Segments that need paging. */
static bool has_windows(const struct tss *state)
{
    return state->ldt != 0 && ldt_at((u16)state->ldt)->segments > 0;
}

static bool can_go_on(const struct tss *state)
{
    struct segment code, stack;

    descriptor_decode_segment(descriptor_of(state, state->cs), &code);
    descriptor_decode_segment(descriptor_of(state, state->ss), &stack);
    return code.present && code.dpl == (state->cs & RPL) &&
           is_code(code.type & ~SEGMENT_ACCESSED) &&
           stack.present && stack.dpl == (state->ss & RPL) &&
           (stack.type & ~SEGMENT_ACCESSED) == SEGMENT_DATA_RW;
}

/* The one in TR is saved with what it holds by then. */
static void refresh(u16 selector, u32 paging)
{
    const struct tss *state = tss_at(selector);
    struct segment segment;

    if (((tss_current() ^ selector) & ~RPL) == 0 || state->cs == 0)
        return;
    descriptor_decode_segment(gdt_get(selector), &segment);
    segment.present = can_go_on(state) && (paging || !has_windows(state));
    gdt_set_segment(selector, &segment);
}

void task_refresh(u32 paging)
{
    if (task_count == 0)
        return;
    refresh(CORE_TSS, paging);
    for (u32 i = 1; i < TASKS; i++)
        if (tasks[i].selector != 0)
            refresh((u16)tasks[i].selector, paging);
}

/* SPDX-License-Identifier: MIT */
/* Which suspended tasks can go on. */
#include "task_state.h"

#include "../../core/descriptor/descriptor.h"
#include "../../core/descriptor/gdt.h"
#include "../../core/descriptor/tss.h"
#include "../../core/x86/x86.h"
#include "ldt.h"
#include "../page/paging.h"
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

/* What DS to GS may hold: the processor loads it. */
static bool is_loadable(const struct tss *state, u32 selector)
{
    const u32 ring = state->cs & RPL, rpl = selector & RPL;
    struct segment s;

    if (selector <= RPL)
        return true;
    descriptor_decode_segment(descriptor_of(state, selector), &s);
    s.type &= (u8)~SEGMENT_ACCESSED;
    return s.present && s.dpl >= ring && s.dpl >= rpl &&
           (s.type == SEGMENT_DATA_RW || s.type == SEGMENT_DATA_R ||
            s.type == SEGMENT_CODE_XR);
}

static void drop(const struct tss *state, u32 *selector, u32 instead)
{
    if (!is_loadable(state, *selector))
        *selector = instead;
}

static void drop_stale(struct tss *state)
{
    drop(state, &state->ds, 0);
    drop(state, &state->es, 0);
    drop(state, &state->fs, 0);
    drop(state, &state->gs, state->cs & 2 ? 0 : THREAD_DS);
}

/* The one in TR is saved with what it holds by then. */
static void refresh(u16 selector, u32 paging)
{
    struct tss *state = tss_at(selector);
    struct segment segment;

    if (((tss_current() ^ selector) & ~RPL) == 0 || state->cs == 0)
        return;
    drop_stale(state);
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

/* DS and ES are the core's here, and each way out of it loads them. */
void task_segment_gone(u16 selector)
{
    if ((x86_fs() | RPL) == (selector | RPL))
        x86_load_fs(0);
    if ((x86_gs() | RPL) == (selector | RPL))
        x86_load_gs(THREAD_DS);
    task_refresh(paging_state);
}

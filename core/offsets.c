/* SPDX-License-Identifier: MIT */
/* What the assembly of ring 0 knows of C (api/offset.h). */
#include "api/offset.h"

#include "deliver/demux.h"
#include "deliver/sysenter.h"
#include "descriptor/tss.h"
#include "gate/gate.h"
#include "memory/memory.h"
#include "ups/runtime.h"
#include "x86/trap_state.h"
#include "../nmm/page/frame.h"
#include "../nmm/page/identity.h"
#include "../nmm/reverse/chain.h"
#include "../nmm/space/space.h"
#include "../nmm/task/task.h"

static inline void descriptors(void)
{
    OFFSET(TSS_ESP0, tss, esp0);
    OFFSET(TSS_ESP1, tss, esp1);
    OFFSET(TSS_IO_BITMAP, tss, io_bitmap);
    SIZE(CORE_TSS_SIZE, core_tss);
    SIZE(TRAP_STATE_SIZE, trap_state);
    OFFSET(TRAP_STATE_EFLAGS, trap_state, eflags);
}

static inline void calls(void)
{
    SIZE(GATE_SIZE, gate);
    OFFSET(GATE_METHODS, gate, methods);
    OFFSET(GATE_TAG, gate, tag);
    OFFSET(GATE_TABLE, gate, method);
    OFFSET(GATE_CALL_CALLER, gate_call, caller);
    OFFSET(GATE_CALL_ESP, gate_call, esp);
    OFFSET(ARG0, gate_call, arg[0]);
    OFFSET(ARG1, gate_call, arg[1]);
    OFFSET(ARG2, gate_call, arg[2]);
    OFFSET(ARG3, gate_call, arg[3]);
    OFFSET(ARG4, gate_call, arg[4]);
    OFFSET(ARG5, gate_call, arg[5]);
}

static inline void owners(void)
{
    SIZE_SHIFT(DEMUX_SHIFT, demux);
    OFFSET(DEMUX_MODULE, demux, module);
    OFFSET(DEMUX_HANDLER, demux, handler);
    OFFSET(DEMUX_BASE, demux, base);
    OFFSET(DEMUX_SIZE, demux, size);
    OFFSET(SYSENTER_MODULE, sysenter_owners, module);
    OFFSET(SYSENTER_HANDLER, sysenter_owners, handler);
    OFFSET(SYSENTER_CS, sysenter_owners, cs);
    OFFSET(SYSENTER_SS, sysenter_owners, ss);
    SIZE(ROUND_SIZE, round);
    VALUE(ROUND_UNASKED, ROUND_UNASKED);
}

static inline void memories(void)
{
    OFFSET(MEMORY_UPS, memory, ups);
    OFFSET(IDENTITY_UPS, identity, ups);
    OFFSET(IDENTITY_PAGES, identity, pages);
    OFFSET(IDENTITY_UPS_SIZE, identity, ups_size);
    OFFSET(IDENTITY_DIRECTORY, identity, directory);
    SIZE_SHIFT(FRAME_SHIFT, frame);
    OFFSET(FRAME_TAG, frame, tag);
    OFFSET(FRAME_COUNT, frame, mappings);
    OFFSET(FRAME_CHAIN, frame, chain);
    OFFSET(FRAME_SPACE, frame, space);
    OFFSET(FRAME_PAGE, frame, page);
    OFFSET(CHAIN_NEXT, chain_node, next);
    OFFSET(CHAIN_WHERE, chain_node, where);
    VALUE(COUNT_MASK, FRAME_MAPPINGS);
    VALUE(UNKNOWN_SPACE, FRAME_UNKNOWN);
}

static inline void spaces_of(void)
{
    _Static_assert(SPACES <= 256, "a slot is the low byte of a handle");
    SIZE_SHIFT(SPACE_SHIFT, space);
    OFFSET(SPACE_DIRECTORY, space, directory);
    OFFSET(SPACE_HANDLE, space, handle);
    OFFSET(SPACE_LINEAR, space, linear);
    OFFSET(SPACE_TAG, space, tag);
    SIZE(TASK_SIZE, task_entry);
    OFFSET(TASK_SELECTOR, task_entry, selector);
    OFFSET(TASK_OWNER, task_entry, owner);
    OFFSET(TASK_LDT, task_entry, ldt);
    OFFSET(TASK_DIRECTORY, task_entry, directory);
    OFFSET(TASK_CR3, task_entry, cr3);
    OFFSET(TASK_SELF, task_entry, self);
    OFFSET(TASK_IO, task_entry, io_distance);
}

/* Bits of page-table entries. */
static inline void entries(void)
{
    VALUE(ENTRY_PRESENT, ENTRY_PRESENT);
    VALUE(ENTRY_DIRECT, ENTRY_DIRECT);
    VALUE(ENTRY_SHARED, ENTRY_SHARED);
    VALUE(ENTRY_TABLE, ENTRY_TABLE);
    VALUE(ENTRY_WINDOW, ENTRY_WINDOW);
    VALUE(ENTRY_REFUSED, ~(ENTRY_FRAME | ENTRY_CHOICE));
    VALUE(ENTRY_ATTRIBUTES, ENTRY_PRESENT | ENTRY_CHOICE | ENTRY_ACCESSED |
                            ENTRY_DIRTY);
}

void offsets(void)
{
    descriptors();
    calls();
    owners();
    memories();
    spaces_of();
    entries();
}

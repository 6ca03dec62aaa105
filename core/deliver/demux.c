/* SPDX-License-Identifier: MIT */
/* Exceptions with several owners: the long way, and the definition. */
#include "demux.h"

#include "../api/wrapper.h"
#include "deliver.h"
#include "../memory/memory.h"
#include "../x86/regs.h"
#include "../descriptor/tss.h"
#include "../x86/x86.h"
#include "../../nmm/page/frame.h"
#include "../../nmm/page/identity.h"
#include "../../nmm/space/space.h"
#include "../../nmm/task/task.h"

#define NOBODY ~0u              /* no handle */

/* A free place is nobody's, and no handle finds it. */
struct demux demux_vectors[DEMUX_VECTORS] = {
    [0 ... DEMUX_VECTORS - 1] = {
        .module = { [0 ... DEMUX_OWNERS - 1] = NOBODY } },
};

static u32 window_owner(laddr_t address)
{
    const u32 directory = x86_read_cr3();

    for (u32 i = SPACE_FIRST; i < SPACES; i++) {
        const struct space *s = &spaces[i];
        if (s->directory && (u32)s->directory == directory &&
            address - s->map.low < s->map.size)
            return s->owner;
    }
    return NOBODY;
}

static u32 page_owner(laddr_t address)
{
    const u32 page = address & ~(PAGE_SIZE - 1);

    if (!frame_is_known(page))
        return window_owner(address);
    const u32 tag = frame_at(page)->tag;
    return tag & 1 ? tag >> 1 : NOBODY;
}

/* Its place among the owners, or DEMUX_OWNERS. */
static u32 find(const struct demux *d, const struct trap_state *f)
{
    const struct task_entry *task = task_running();
    u32 module = NOBODY, i = 0;

    if (trap_from_client(f)) {
        module = task ? task->owner : NOBODY;
    } else if (f->vector == VECTOR_PF) {
        module = page_owner(x86_read_cr2());
    } else {
        while (i < DEMUX_OWNERS && f->eip - d->base[i] >= d->size[i])
            i++;
        return i;
    }
    while (module != NOBODY && i < DEMUX_OWNERS && d->module[i] != module)
        i++;
    return module == NOBODY ? DEMUX_OWNERS : i;
}

/* What its gate would have led to without a look, if there is an owner. The
 * gate of page faults may have led here, to tell clients apart. */
static u32 only(const struct demux *d, const struct trap_state *f)
{
    if (d->module[0] == NOBODY)
        return DEMUX_OWNERS;
    return f->vector == VECTOR_PF ? find(d, f) : 0;
}

int demux_owns(u32 vector, u32 module)
{
    for (u32 i = 0; i < DEMUX_OWNERS; i++)
        if (demux_vectors[vector].module[i] == module)
            return 1;
    return 0;
}

int demux_deliver(struct trap_state *f)
{
    const u32 has_error = f->vector < 32 && VECTOR_ERRORS >> f->vector & 1;
    const u32 words[] = {
        f->error, f->eip, f->cs & 0xffff, f->eflags, f->esp, f->ss & 0xffff,
    };

    if (f->vector >= DEMUX_VECTORS)
        return 0;
    const struct demux *d = &demux_vectors[f->vector];
    const u32 owner = d->module[1] == NOBODY ? only(d, f) : find(d, f);
    if (owner == DEMUX_OWNERS)
        return 0;
    return deliver(f, d->handler[owner], words + !has_error,
                   (trap_from_client(f) ? 5 : 3) + has_error);
}

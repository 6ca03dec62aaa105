/* SPDX-License-Identifier: MIT */
/* Local segments and gates: the descriptors in a table (CreateLocalSegment). */
#include "ldt.h"

#include "../../core/api/error.h"
#include "../../core/base/graph.h"
#include "../../core/base/hard.h"
#include "../../core/base/layout.h"
#include "../../core/descriptor/descriptor.h"
#include "../../core/x86/x86.h"
#include "../page/paging.h"
#include "../region/realise.h"
#include "../space/region.h"
#include "../space/space.h"
#include "task_state.h"

#define DWORDS_MOST 31
#define SELECTOR_LOCAL 4

/* What a checked request becomes. */
struct local {
    u32 index;
    u64 descriptor;
    struct region *region;              /* that it lies on, or NULL */
    struct space *window;               /* that it lies in, or NULL */
};

/* With SEGMENT_ACCESSED set, the processor need not write to the table, and
 * the digest does not tell who has used what. */
static const u8 types[] = {             /* by enum local_type */
    [LOCAL_CODE] = SEGMENT_CODE_XR, [LOCAL_CODE_ONLY] = SEGMENT_CODE_X,
    [LOCAL_DATA] = SEGMENT_DATA_RW, [LOCAL_DATA_ONLY] = SEGMENT_DATA_R,
};

u8 local_type(u32 type)
{
    return types[type];
}

static void count_windows(u32 more)
{
    ldt_windows += more;
    paging_values = ldt_windows ? 0 : 2;
}

/* DS and ES are the core's here, and each way out of it loads them. */
void local_forget(void)
{
    if (x86_fs() & SELECTOR_LOCAL)
        x86_load_fs(0);
    if (x86_gs() & SELECTOR_LOCAL)
        x86_load_gs(THREAD_DS);
}

static int check_index(const struct ldt *ldt, u32 asked, u32 *index)
{
    *index = asked;
    if (asked != 0)
        return asked < ldt->entries ? E_OK : E_RANGE;
    u32 i = 1;
    while (i < ldt->entries && ldt->table[i] != 0)
        i++;
    *index = i;
    return i == ldt->entries || hard_fails() ? E_FULL : E_OK;
}

static int check_gate(const struct ldt *ldt, const struct local_segment *s,
                      struct local *local)
{
    const struct graph_node *node = graph_node_at(s->handler);

    if (s->dwords > DWORDS_MOST)
        return E_RANGE;
    if (!node || node->handle != ldt->owner)
        return E_ADDRESS;
    local->descriptor = descriptor_gate(&(struct gate_target){
        .selector = UPS_CS, .offset = s->handler, .type = GATE_CALL,
        .dpl = 3, .dwords = (u8)s->dwords, .present = 1 });
    return E_OK;
}

static int check_window(const struct ldt *ldt, struct space *space,
                        u32 base, u32 size, struct local *local)
{
    if (space->owner != ldt->owner)
        return E_OWNER;
    if (!map_contains(&space->map, base, size))
        return E_RANGE;
    if ((ldt->segments > 0 && ldt->window != space->handle) ||
        (ldt->tasks > 0 && ldt->task_space != space->handle))
        return E_INVALID;
    local->window = space;
    return E_OK;
}

static int check_region(const struct ldt *ldt, const struct space *space,
                        u32 base, u32 size, struct local *local)
{
    struct region *region = region_find(space->handle, base);

    if (space->handle == NMM_CORE)
        return E_OWNER;
    if (!region)
        return E_RANGE;
    if (region->owner != ldt->owner)
        return E_OWNER;
    if (!realise_is_plain(region))
        return E_INVALID;
    if (size > region->size || base - region->base > region->size - size)
        return E_RANGE;
    local->region = region;
    return E_OK;
}

static int check_segment(const struct ldt *ldt,
                         const struct local_segment *s, struct local *local)
{
    struct space *space = space_find(s->space);
    const u32 size = s->size;

    if (!space)
        return E_HANDLE;
    /* A limit in pages would grant what lies behind. */
    if (size == 0 || (size > LOCAL_BYTES && size % PAGE_SIZE))
        return E_RANGE;
    int error = space_is_virtual(space)
                    ? check_window(ldt, space, s->base, size, local)
                    : check_region(ldt, space, s->base, size, local);
    if (error < 0)
        return error;
    local->descriptor = descriptor_segment(&(struct segment){
        .base = space->linear + s->base, .size = size,
        .type = types[s->type] | SEGMENT_ACCESSED, .dpl = 3, .present = 1 });
    return E_OK;
}

/* A task may have it in CS or SS, which takes no other type. */
static bool is_other_type(u64 old, u64 new)
{
    struct segment a, b;

    descriptor_decode_segment(old, &a);
    descriptor_decode_segment(new, &b);
    return a.type != b.type;
}

int local_create(struct ldt *ldt, const struct local_segment *segment)
{
    struct local local = { 0 };

    if (segment->type > LOCAL_GATE)
        return E_INVALID;
    int error = segment->type == LOCAL_GATE
                    ? check_gate(ldt, segment, &local)
                    : check_segment(ldt, segment, &local);
    if (error == E_OK)
        error = check_index(ldt, segment->index, &local.index);
    if (error < 0)
        return error;
    if (local.region)
        realise_enter(local.region);    /* before the one it replaces goes */
    const u64 old = ldt->table[local.index];
    local_clear(ldt, local.index);
    if (local.window) {
        ldt->window = local.window->handle;
        ldt->segments++;
        count_windows(1);
        local.window->users++;
    }
    ldt->table[local.index] = local.descriptor;
    if (ldt->tasks > 0 && is_other_type(old, local.descriptor))
        task_refresh(paging_state);
    return (int)(local.index * 8 + 7);
}

/* The region below a linear address of the UPS, be it one of a PSAS. */
static struct region *region_below(laddr_t address)
{
    struct region *region = region_find(NMM_UPS,
                                        address - spaces[NMM_UPS].linear);

    if (!region || !(region->flags & REGION_SEGMENT))
        return region;
    const struct space *space = space_of_segment(region);
    return region_find(space->handle, address - space->linear);
}

void local_clear(struct ldt *ldt, u32 index)
{
    struct segment segment;

    descriptor_decode_segment(ldt->table[index], &segment);
    ldt->table[index] = 0;
    if (!segment.present || segment.type == GATE_CALL)
        return;
    if (segment.base < NMM_WINDOW_BASE) {
        realise_leave(region_below(segment.base));
    } else {
        space_find(ldt->window)->users--;
        ldt->segments--;
        count_windows(-1u);
        local_forget();
    }
}

int local_destroy(struct ldt *ldt, u32 selector)
{
    u32 index = selector >> 3;

    if ((selector & 7) != 7 || index >= ldt->entries)
        return E_RANGE;
    if (ldt->table[index] == 0)
        return E_NOTFOUND;
    local_clear(ldt, index);
    if (ldt->tasks > 0)
        task_refresh(paging_state);
    return E_OK;
}

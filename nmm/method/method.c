/* SPDX-License-Identifier: MIT */
/* Methods of the NMM on regions, spaces and paging; who may, is asked here. */
#include "method.h"

#include "../../core/api/error.h"
#include "../../core/lib/string.h"
#include "../../core/memory/memory.h"
#include "../../core/ups/user.h"
#include "../nmm.h"
#include "../page/identity.h"
#include "../region/create.h"
#include "../region/give.h"
#include "../region/query.h"
#include "../region/space_end.h"
#include "../space/region.h"
#include "../space/space.h"
#include "../task/ldt.h"
#include "../task/task.h"
#include "machine_method.h"
#include "mapping_method.h"
#include "page_method.h"
#include "paging_method.h"

/* Not a caller's to ask for, or to destroy: the CM writes into an image. */
#define THE_CORES (REGION_SEGMENT | REGION_IMAGE)

static u32 GATE_METHOD create_region(struct gate_call *call,
                                     struct gate *gate)
{
    const struct region_request request = {
        .owner = gate->module, .space = call->arg[0],
        .base = call->arg[1], .size = call->arg[2],
        .flags = call->arg[3],
    };
    const struct space *space = space_find(request.space);
    struct region_info *info = NULL;
    u32 base;

    if (call->arg[4])
        info = user_pointer(call->arg[4], sizeof(*info));
    if (call->arg[4] && !info)
        return (u32)E_ADDRESS;
    if (!space)
        return (u32)E_HANDLE;
    if (space->handle != NMM_UPS && space->owner != gate->module)
        return (u32)E_OWNER;
    if (request.flags & THE_CORES)
        return (u32)E_INVALID;
    int handle = region_request(&request, &base);
    if (handle > 0 && info)
        region_query(request.space, base, info);
    return (u32)handle;
}

/* Whatever a caller destroys, it does not pull its code from under itself. */
static bool is_inside(const struct region *region, saddr_t address)
{
    const struct space *space = space_of(region);
    saddr_t base = space->linear + region->base - spaces[NMM_UPS].linear;

    return space_is_ups(space) && address - base < region->size;
}

static u32 GATE_METHOD destroy_region(struct gate_call *call,
                                      struct gate *gate)
{
    const struct region *region = region_of(call->arg[0]);

    if (!region)
        return (u32)E_HANDLE;
    if (region->owner != gate->module)
        return (u32)E_OWNER;
    if (region->flags & THE_CORES)
        return (u32)E_BUSY;
    if (is_inside(region, call->caller) || is_inside(region, call->esp))
        return (u32)E_BUSY;
    return (u32)region_destroy(region->handle);
}

static u32 GATE_METHOD query_region(struct gate_call *call,
                                    struct gate *gate)
{
    struct region_info *info = user_pointer(call->arg[2], sizeof(*info));
    struct region_info found;

    (void)gate;
    if (!info)
        return (u32)E_ADDRESS;
    int result = region_query(call->arg[0], call->arg[1], &found);
    if (result >= 0)
        *info = found;
    return (u32)result;
}

static u32 GATE_METHOD identify_region(struct gate_call *call,
                                       struct gate *gate)
{
    const struct region *region = region_find(NMM_UPS, call->caller);

    (void)gate;
    if (region && region->flags & REGION_SEGMENT) {
        const struct space *space = space_of_segment(region);
        region = region_find(space->handle, call->caller - region->base);
    }
    return region ? region->handle : (u32)E_NOTFOUND;
}

static u32 GATE_METHOD give_region(struct gate_call *call,
                                   struct gate *gate)
{
    const struct region *region = region_of(call->arg[0]);

    if (region && region->owner != gate->module)
        return (u32)E_OWNER;
    return (u32)region_give(call->arg[0], call->arg[1]);
}

static bool is_in(u32 handle, saddr_t address, u32 size)
{
    const struct region *region = region_of(handle);

    return region && region->space == NMM_UPS &&
           address - region->base < region->size &&
           size <= region->size - (address - region->base);
}

/* Nearly always within one page that maps itself. */
static inline void *pointer_to(saddr_t address, u32 size)
{
    return address < identity.ups_size &&
           size <= PAGE_SIZE - address % PAGE_SIZE &&
           entry_is_direct(identity.ups[address / PAGE_SIZE]) ?
           (void *)(memory.ups + address) : user_pointer(address, size);
}

/* MEASURED PATH. In the core interrupts are remembered, and no thread takes another's
 * place. */
static u32 GATE_METHOD copy_bytes(struct gate_call *call, struct gate *gate)
{
    const u32 size = call->arg[2];

    (void)gate;
    if (!size)
        return E_OK;
    const void *from = pointer_to(call->arg[1], size);
    void *to = pointer_to(call->arg[0], size);
    if (!to || !from || (call->arg[3] && !is_in(call->arg[3], call->arg[0], size)))
        return (u32)E_ADDRESS;
    memcpy(to, from, size);
    return E_OK;
}

static u32 GATE_METHOD create_page_table(struct gate_call *call,
                                         struct gate *gate)
{
    return (u32)space_create(gate->module, call->arg[0], call->arg[1]);
}

static u32 GATE_METHOD destroy_page_table(struct gate_call *call,
                                          struct gate *gate)
{
    struct space *space = space_find(call->arg[0]);

    if (!space)
        return (u32)E_HANDLE;
    if (!space_is_virtual(space) || space->owner != gate->module)
        return (u32)E_OWNER;
    int error = space_check_destroy(space);
    if (error == E_OK)
        space_destroy(space);
    return (u32)error;
}

/* Some have variants: reverse_method.c exchanges them. */
gate_method *nmm_methods[METHODS_OF(nmm)] = {
    METHOD_AT(nmm, create_region) = create_region,
    METHOD_AT(nmm, destroy_region) = destroy_region,
    METHOD_AT(nmm, query_region) = query_region,
    METHOD_AT(nmm, identify_region) = identify_region,
    METHOD_AT(nmm, paging) = paging_method,
    METHOD_AT(nmm, create_page_table) = create_page_table,
    METHOD_AT(nmm, destroy_page_table) = destroy_page_table,
    METHOD_AT(nmm, create_page_mapping) = mapping_method_create,
    METHOD_AT(nmm, invalidate_page_mapping) = mapping_method_invalidate,
    METHOD_AT(nmm, phys_to_virt) = page_method_lookup,
    METHOD_AT(nmm, create_global_segment) = segment_method_create,
    METHOD_AT(nmm, destroy_global_segment) = segment_method_destroy,
    METHOD_AT(nmm, create_ldt) = ldt_method_create,
    METHOD_AT(nmm, destroy_ldt) = ldt_method_destroy,
    METHOD_AT(nmm, create_local_segment) = local_method_create,
    METHOD_AT(nmm, destroy_local_segment) = local_method_destroy,
    METHOD_AT(nmm, create_tss) = task_method_create,
    METHOD_AT(nmm, destroy_tss) = task_method_destroy,
    METHOD_AT(nmm, page_attributes) = page_method_attributes,
    METHOD_AT(nmm, frame_status) = page_method_status,
    METHOD_AT(nmm, flush) = page_method_flush,
    METHOD_AT(nmm, share_region) = page_method_share,
    METHOD_AT(nmm, reverse_structure) = page_method_structure,
    METHOD_AT(nmm, give_region) = give_region,
    METHOD_AT(nmm, copy_bytes) = copy_bytes,
};

/* Gates of its LDTs and states of tasks: neither may lead into nothing. */
static u32 entered(u32 module)
{
    return ldt_gates(module) + task_leads_into(module);
}

/* No digest here: the CM asks for nmm_digest() as such. */
const struct wrapper nmm_wrapper = {
    .name = "nmm", .methods = NMM_METHODS,
    .table = nmm_methods, .count = ARRAY_SIZE(nmm_methods),
    .entered = entered,
};

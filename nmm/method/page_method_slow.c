/* SPDX-License-Identifier: MIT */
/* Methods on pages and frames; who may, is asked here. */
#include "page_method.h"

#include "../../core/api/error.h"
#include "../../core/ups/user.h"
#include "../mapping/attributes.h"
#include "../region/query.h"
#include "../region/share.h"
#include "../reverse/reverse.h"
#include "reverse_method.h"

u32 GATE_METHOD page_method_attributes_checked(struct gate_call *call,
                                               u32 tag)
{
    const u32 *arg = call->arg;

    return (u32)attributes_change(&(struct attributes_request){
        .owner = tag >> 1, .space = arg[0], .address = arg[1],
        .pages = arg[2], .clear = arg[3], .set = arg[4],
        .strategy = arg[5] });
}

u32 GATE_METHOD page_method_status(struct gate_call *call,
                                   struct gate *gate)
{
    struct frame_info *info = user_pointer(call->arg[1], sizeof(*info));
    struct frame_info found;

    (void)gate;
    if (!info)
        return (u32)E_ADDRESS;
    int error = query_frame(call->arg[0], &found);
    if (error == E_OK)
        *info = found;
    return (u32)error;
}

u32 GATE_METHOD page_method_flush(struct gate_call *call, struct gate *gate)
{
    const u32 *arg = call->arg;

    (void)gate;
    return (u32)attributes_flush(arg[0], arg[1], arg[2], arg[3]);
}

u32 GATE_METHOD page_method_share(struct gate_call *call, struct gate *gate)
{
    const u32 *arg = call->arg;

    return (u32)share_create(&(struct share_request){
        gate->module, arg[0], arg[1], arg[2], arg[3] });
}

u32 GATE_METHOD page_method_lookup(struct gate_call *call,
                                   struct gate *gate)
{
    const struct space *space = space_find(call->arg[0]);

    (void)gate;
    if (!space)
        return (u32)E_HANDLE;
    if (call->arg[1] % PAGE_SIZE)
        return (u32)E_INVALID;
    return reverse_find(space, call->arg[1]);
}

u32 GATE_METHOD page_method_structure(struct gate_call *call,
                                      struct gate *gate)
{
    int before = reverse_select(call->arg[0]);

    (void)gate;
    if (before >= 0)
        reverse_method_select(call->arg[0]);
    return (u32)before;
}

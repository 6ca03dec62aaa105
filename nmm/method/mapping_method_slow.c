/* SPDX-License-Identifier: MIT */
/* CreatePageMapping and InvalidatePageMapping with every check. */
#include "mapping_method.h"

#include "../mapping/mapping.h"
#include "../page/frame.h"

u32 GATE_METHOD mapping_method_checked(struct gate_call *call, u32 tag)
{
    return (u32)mapping_create(&(struct mapping_request){
        tag >> 1, call->arg[0], call->arg[1], call->arg[2] });
}

/* The short way has counted a mapping that it does not make. */
u32 GATE_METHOD mapping_method_uncounted(struct gate_call *call, u32 tag)
{
    frame_at(call->arg[2])->mappings--;
    return mapping_method_checked(call, tag);
}

u32 GATE_METHOD mapping_method_invalidate_checked(struct gate_call *call,
                                                  u32 tag)
{
    return (u32)mapping_invalidate(&(struct mapping_request){
        tag >> 1, call->arg[0], call->arg[1], 0 });
}


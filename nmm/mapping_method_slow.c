/* SPDX-License-Identifier: MIT */
/* CreatePageMapping and InvalidatePageMapping with every check. */
#include "mapping_method.h"

#include "frame.h"
#include "identity.h"
#include "mapping.h"

/* ORDER mapping_method.S */
_Static_assert(offsetof(struct gate, client) == 8, "GATE_CLIENT");
_Static_assert(offsetof(struct gate_frame, arg) == 12, "ARG");
_Static_assert(offsetof(struct identity, ups) == 4, "IDENTITY_UPS");
_Static_assert(offsetof(struct identity, ups_size) == 12, "IDENTITY_UPS_SIZE");
_Static_assert(offsetof(struct frame, tag) == 0, "FRAME_TAG");
_Static_assert(offsetof(struct frame, mappings) == 4, "FRAME_MAPPINGS");

u32 GATE_METHOD mapping_method_checked(struct gate_frame *frame, u32 tag)
{
    return (u32)mapping_create(&(struct mapping_request){
        tag >> 1, frame->arg[0], frame->arg[1], frame->arg[2] });
}

u32 GATE_METHOD mapping_method_uncounted(struct gate_frame *frame, u32 tag)
{
    frame_at(frame->arg[2])->mappings--;    /* as it was */
    return mapping_method_checked(frame, tag);
}

u32 GATE_METHOD mapping_method_invalidate(struct gate_frame *frame,
                                          struct gate *gate)
{
    return (u32)mapping_invalidate(&(struct mapping_request){
        gate->client, frame->arg[0], frame->arg[1], 0 });
}

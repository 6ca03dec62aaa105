/* SPDX-License-Identifier: MIT */
/* CreatePageMapping and InvalidatePageMapping behind their call gates. */
#pragma once

#include "../../core/gate/gate.h"

/* In mapping_method.S: the common cases, for each reverse structure. */
gate_method mapping_method_create, mapping_method_create_inverted,
    mapping_method_create_chain;
gate_method mapping_method_invalidate, mapping_method_invalidate_inverted,
    mapping_method_invalidate_chain;

/* Where they go for all else: with the caller's tag. */
u32 GATE_METHOD mapping_method_checked(struct gate_call *call, u32 tag);
u32 GATE_METHOD mapping_method_uncounted(struct gate_call *call, u32 tag);
u32 GATE_METHOD mapping_method_invalidate_checked(struct gate_call *call,
                                                  u32 tag);


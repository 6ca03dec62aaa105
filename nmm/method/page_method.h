/* SPDX-License-Identifier: MIT */
/* Methods on pages and frames behind their call gates. */
#pragma once

#include "../../core/gate/gate.h"

gate_method page_method_status, page_method_flush, page_method_share,
    page_method_structure;

/* In page_method.S: the common cases, and where all else goes. */
gate_method page_method_attributes;
u32 GATE_METHOD page_method_attributes_checked(struct gate_call *call,
                                               u32 tag);
gate_method page_method_lookup_inverted;
gate_method page_method_lookup;         /* PhysToVirt by any structure */

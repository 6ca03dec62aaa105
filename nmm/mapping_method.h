/* SPDX-License-Identifier: MIT */
/* CreatePageMapping and InvalidatePageMapping behind their call gates. */
#pragma once

#include "../core/gate.h"

/* In mapping_method.S: the common case, and where it goes for all else. */
gate_method mapping_method_create;
u32 GATE_METHOD mapping_method_checked(struct gate_frame *frame, u32 tag);
u32 GATE_METHOD mapping_method_uncounted(struct gate_frame *frame, u32 tag);

gate_method mapping_method_invalidate;

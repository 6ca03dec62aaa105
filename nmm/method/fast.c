/* SPDX-License-Identifier: MIT */
/* ORDER fast.h: what the assembly takes for granted. */
#include "fast.h"

#include "../../core/api/error.h"
#include "../../core/gate/gate.h"
#include "../page/frame.h"
#include "../page/identity.h"
#include "../reverse/chain.h"
#include "../space/space.h"

#define AT(type, member, offset) \
    _Static_assert(offsetof(struct type, member) == (offset), #member)

AT(gate, tag, GATE_TAG);
AT(gate_frame, caller, FRAME_CALLER);
AT(gate_frame, arg, ARG0);
AT(gate_frame, arg[5], ARG5);
AT(gate_frame, esp, FRAME_ESP);
AT(identity, ups, IDENTITY_UPS);
AT(identity, pages, IDENTITY_PAGES);
AT(identity, ups_size, IDENTITY_UPS_SIZE);
AT(identity, directory, IDENTITY_DIRECTORY);
AT(frame, tag, FRAME_TAG);
AT(frame, mappings, FRAME_COUNT);
AT(frame, space, FRAME_SPACE);
AT(frame, chain, FRAME_SPACE);
AT(frame, page, FRAME_PAGE);
AT(space, directory, SPACE_DIRECTORY);
AT(space, handle, SPACE_HANDLE);
AT(space, linear, SPACE_LINEAR);
AT(space, tag, SPACE_TAG);
AT(chain_node, where, 4);

_Static_assert(sizeof(struct frame) == 1 << FRAME_SHIFT, "FRAME_SHIFT");
_Static_assert(sizeof(struct space) == 1 << SPACE_SHIFT, "SPACE_SHIFT");
_Static_assert(SPACES <= 256, "a slot is the low byte of a handle");
_Static_assert(ENTRY_TABLE == 0x27 && FRAME_MAPPINGS == 0x3fffffff &&
               FRAME_UNKNOWN == 0xffffffff && E_HANDLE == -3, "in assembly");

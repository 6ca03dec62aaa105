/* SPDX-License-Identifier: MIT */
/* What tasks.S and clients.S know of states.h. */
#include "../../../core/api/offset.h"
#include "states.h"

void offsets(void)
{
    VALUE(STATE_KEEP, STATE_KEEP);
    OFFSET(STATE_DS, state, ds);
    OFFSET(STATE_ES, state, es);
    OFFSET(STATE_FS, state, fs);
    OFFSET(STATE_GS, state, gs);
    OFFSET(STATE_SS, state, ss);
    OFFSET(STATE_ESP, state, esp);
    OFFSET(STATE_FLAGS, state, flags);
    OFFSET(STATE_AT, state, at);
    OFFSET(STATE_CS, state, cs);
    VALUE(ENTER_JUMP, ENTER_JUMP);
    VALUE(ENTER_CALL, ENTER_CALL);
    VALUE(ENTER_OTHER, ENTER_OTHER);
    VALUE(ENTER_BACK, ENTER_BACK);
    VALUE(ENTER_CONTEXT, ENTER_CONTEXT);
    VALUE(CLIENT_GATE, CLIENT_GATE);
}

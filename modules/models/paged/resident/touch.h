/* SPDX-License-Identifier: MIT */
/* A page of a space is made so that it can be accessed: what every fault that
 * is not fast, and every access from outside, leads to. */
#pragma once

#include "../page/page.h"

/* Make it so that `access` succeeds there. E_ADDRESS: it must not. */
int touch(struct space *space, u32 number, u32 access);
/* A page of its own at that place, for others to share. */
int touch_own(struct space *space, u32 number);

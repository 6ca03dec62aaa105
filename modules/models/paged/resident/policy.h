/* SPDX-License-Identifier: MIT */
/*
 * The replacement policy, in the receptacle `replacement` (replacement.h): it
 * is told which frames were filled, and names the one to give up. What it sees
 * of the frames is the model's interface "frames".
 */
#pragma once

#include "../frame/frame.h"
#include "replacement.h"

extern const struct replacement *volatile replacement;

/* A frame was filled; the policy is told of it later, in the same order. */
void policy_note(u32 frame);
/* It is told, and names a victim: a frame's number, or an error. */
int policy_victim(void);

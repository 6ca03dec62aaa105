/* SPDX-License-Identifier: MIT */
/* The other memory models, in the receptacle `peers`. Models take frames from
 * each other (paper 4.3.2): the one that finds a free frame of its list in use
 * asks whoever maps it. */
#pragma once

#include "frame.h"

#define PEERS 8

extern const struct memory *volatile peers[PEERS];
extern u32 peer_lost;           /* frames that another had, or took */

/* 0: nobody maps it any more. E_OWNER, E_BUSY: it stays where it is. */
int peer_reclaim(paddr_t frame);

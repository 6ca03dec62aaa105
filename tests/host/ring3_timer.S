/* SPDX-License-Identifier: MIT */
/* The timer's handler of `preempt` in a host's process. */
#include "../../core/api/selectors.h"
#undef THREAD_DS
#define THREAD_DS HOST_GS
#include "ring3.h"
#include "../../modules/threads/preempt/timer.S"
#include "ring3_host.S"

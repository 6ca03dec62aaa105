/* SPDX-License-Identifier: MIT */
/* The timer's handler in a host's process. */
#include "../../core/api/selectors.h"
#undef THREAD_DS
#define THREAD_DS HOST_GS
#include "ring3.h"
#include "../../modules/lib/thread/timer.S"
#include "ring3_host.S"

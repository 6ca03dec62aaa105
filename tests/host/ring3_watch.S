/* SPDX-License-Identifier: MIT */
/* The timer's handler of models whose clients are watched, in a host's process. */
#include "ring3.h"
#include "../../modules/lib/ring3/watch.S"
#include "ring3_host.S"

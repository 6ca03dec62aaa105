/* SPDX-License-Identifier: MIT */
/* The timer's handler of models with clients, in a host's process. */
#include "ring3.h"
#include "../../modules/lib/ring3/limit.S"
#include "ring3_host.S"

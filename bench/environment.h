/* SPDX-License-Identifier: MIT */
/* The environment of a run, as env records. */
#pragma once

#include "stats.h"
#include "tsc.h"

/* One key and value. E_RANGE if they are too long for a record. */
int environment_send(const char *key, const char *value);

/* All that the system graph and the clock know. */
void environment_send_all(const struct system_info *info,
                          const struct tsc *tsc);

/* The empty body's time: its median is every row's overhead. */
void environment_send_overhead(const struct stats *stats);

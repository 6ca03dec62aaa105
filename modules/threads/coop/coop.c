/* SPDX-License-Identifier: MIT */
/* Concurrency, cooperative: a thread runs until it yields, waits or ends. What
 * differs from others is all in lib/kind: `software`, `untimed`. */
#include "thread/threads.h"

DEIMOS_MODULE("coop", MODULE_SYSTEM, .export_state = threads_export,
              .import_state = threads_import);

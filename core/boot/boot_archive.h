/* SPDX-License-Identifier: MIT */
/* The boot archive in core memory, and the core's images out of it. */
#pragma once

#include "../api/types.h"

/* Check the archive where the boot loader put it: NULL or what is wrong. */
const char *boot_archive_check(void);
/* Memory that the images need, in whole pages; NULL or a reason. */
const char *boot_archive_measure(u32 *loader_size, u32 *cm_size);
/* Move it behind the core's image. */
void boot_archive_move(void);
/* Place the loader and the CM in the manager's memory and enter them. */
void boot_archive_activate(void);

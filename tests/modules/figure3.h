/* SPDX-License-Identifier: MIT */
/* What Figure 3 says, for modules at ring 1 and for clients. */
#pragma once

#define FLAT "<moduleName, \"flat_mem_model\">"
#define PAGED "<moduleName, \"paged_mem_model\">"
#define SEGMENTED "<moduleName, \"segmented_mem_model\">"
#define TOGETHER "compatible(" FLAT ", " PAGED ") and " \
    "compatible(" SEGMENTED ", " SEGMENTED ")"
#define SELF "<moduleName, \"figure3\">"

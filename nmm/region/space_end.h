/* SPDX-License-Identifier: MIT */
/* The end of a space, with its regions and their mappings. */
#pragma once

struct space;

/* E_BUSY if one of the regions cannot go, or a task or a local segment names
 * it. */
int space_check_destroy(const struct space *space);
/* Cannot fail. */
void space_destroy(struct space *space);

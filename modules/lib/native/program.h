/* SPDX-License-Identifier: MIT */
/* The manifest of a client program (CLIENT in modules/api/client.h). */
#pragma once

struct image;

/* Check it, set image->entry, and let its slot lead to the table of services.
 * NULL, or what is wrong with it. */
const char *program_check(struct image *image);

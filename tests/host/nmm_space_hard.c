/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/paging.c !nmm/grow.c core/descriptor.c
 *         core/crc32.c core/hard.c */
/* flags: -m32 -no-pie -DNMM_HOST -DHARD */
/* The same, with scattered regions full of garbage. */
#include "nmm_space.c"

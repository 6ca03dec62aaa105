/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c core/wrapper/hard.c */
/* flags: -m32 -no-pie -DNMM_HOST -DHARD */
/* The same, with scattered regions full of garbage. */
#include "nmm_space.c"

/* SPDX-License-Identifier: MIT */
/* sources: nmm/digest.c nmm/frame.c nmm/identity.c nmm/init.c nmm/map.c
 *         nmm/ldt.c nmm/local.c nmm/machine_method.c nmm/segment.c
 *         nmm/task.c nmm/task_check.c core/descriptor.c
 *         nmm/mapping.c nmm/mapping_method.S nmm/mapping_method_slow.c
 *         nmm/method.c nmm/owner.c nmm/pool.c nmm/query.c nmm/realise.c
 *         nmm/region.c nmm/reverse.c nmm/scan.c nmm/space.c core/crc32.c
 *         core/hard.c */
/* flags: -m32 -no-pie -DHARD */
/* The same, with scattered regions full of garbage. */
#include "nmm_random.c"

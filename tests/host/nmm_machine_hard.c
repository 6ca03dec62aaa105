/* SPDX-License-Identifier: MIT */
/* sources: nmm/attributes.c nmm/chain.c nmm/common.c nmm/digest.c
 *         nmm/fast.c nmm/frame.c nmm/identity.c nmm/init.c nmm/ldt.c
 *         nmm/local.c nmm/machine_method.c nmm/map.c nmm/mapping.c
 *         nmm/mapping_method.S nmm/mapping_method_slow.c nmm/method.c
 *         nmm/owner.c nmm/page_method.S nmm/page_method_slow.c
 *         nmm/paging_method.S nmm/paging_method_slow.c nmm/pool.c
 *         nmm/query.c nmm/realise.c nmm/region.c nmm/reverse.c
 *         nmm/reverse_method.c nmm/reverse_scan.c nmm/scan.c
 *         nmm/segment.c nmm/share.c nmm/space.c nmm/task.c
 *         nmm/task_check.c core/crc32.c core/descriptor.c
 *         core/hard.c */
/* flags: -m32 -no-pie -DHARD -DNMM_HOST */
/* The same, with scattered regions full of garbage. */
#include "nmm_machine.c"

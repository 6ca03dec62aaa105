/* SPDX-License-Identifier: MIT */
/*
 * Writing to the system graph. Its pages are read-only in every VSAS, since
 * ring 3 reads them, and CR0.WP (manual 5.3.3, 6.11) holds ring 0 to that,
 * too. Around each write:
 *
 *      const u32 cr0 = protect_open();
 *      ...
 *      protect_close(cr0);
 *
 * They nest, and an interrupt may fall in between: whoever opens gives back
 * what was there before. Ring 1 must not run in between; it could write what
 * pages alone protect. Two instructions more than CR0's own three.
 */
#pragma once

#include "regs.h"
#include "x86.h"

#if __STDC_HOSTED__
/* Host tests: a word stands for CR0, and a test that wants to look at the
 * writes has a function that is told of each change. */
u32 protect_host_cr0 __attribute__((weak)) = CR0_WP;
void protect_host_changed(void) __attribute__((weak));

static inline u32 protect_read(void)
{
    return protect_host_cr0;
}

static inline void protect_write(u32 cr0)
{
    protect_host_cr0 = cr0;
    if (protect_host_changed)
        protect_host_changed();
}
#else
#define protect_read x86_read_cr0
#define protect_write x86_write_cr0
#endif

static inline u32 protect_open(void)
{
    const u32 cr0 = protect_read();

    protect_write(cr0 & ~(u32)CR0_WP);
    return cr0;
}

static inline void protect_close(u32 cr0)
{
    protect_write(cr0);
}

/* SPDX-License-Identifier: MIT */
/*
 * How a run ends: the code of the console's last line, "DEIMOS-EXIT 16", which
 * QEMU makes 2 * code + 1 of. results/boot/verdicts.lua says what the tools of the
 * host make of each; tests/host/verdict.lua compares.
 */
#pragma once

enum exit_code {
    EXIT_PASS   = 0x10,         /* 33 */
    EXIT_FAIL   = 0x11,         /* 35: a workload failed */
    EXIT_PANIC  = 0x12,         /* 37: the core, or it could not start */
    EXIT_OPTION = 0x13,         /* 39: bad script or option */
    EXIT_SKIP   = 0x26,         /* 77 */
};

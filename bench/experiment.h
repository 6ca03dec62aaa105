/* SPDX-License-Identifier: MIT */
/*
 * An experiment: interface type "experiment". One case of a workload is one
 * such interface of some module, in this tree or outside it; the harness
 * binds to it and calls:
 *
 *   setup(x)                     once; x is the row's parameter
 *   repeat { prepare(); [t0] body(); [t1] check(); }
 *   teardown()                   once, also after a failure
 *
 * Only body() is timed: it does one operation, allocates nothing of its own
 * and prints nothing. prepare() puts the system into the state before the
 * operation; check() proves, outside the timed part, that its effect is
 * there. All return 0 or a negative error; a failing setup or prepare ends
 * the row with n = 0 samples and that error, a failing check makes the row
 * unverified.
 *
 * In a live row (harness.h) interrupts stay on, and a check() may be
 * positive: that many ticks are the sample, and not what body() took. For
 * what begins or ends in another thread.
 */
#pragma once

#include "../core/api/types.h"

struct experiment {
    int (*setup)(u32 x);
    int (*prepare)(void);
    void (*body)(void);
    int (*check)(void);
    int (*teardown)(void);
};

#define EXPERIMENT_METHODS "setup prepare body check teardown"

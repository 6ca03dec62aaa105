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
 * unverified. A setup that answers E_NOT_APPLICABLE makes it a row that means
 * nothing for its model ("n/a").
 *
 * In a live row (harness.h) interrupts stay on, and a check() may be
 * positive: that many ticks are the sample, and not what body() took. For
 * what begins or ends in another thread.
 */
#pragma once

#include "../../core/api/types.h"

struct experiment {
    int (*setup)(u32 x);
    int (*prepare)(void);
    void (*body)(void);
    int (*check)(void);
    int (*teardown)(void);
};

#define EXPERIMENT_METHODS "setup prepare body check teardown"

/* One case of a module: its methods, and its entry in the manifest. */
#define EXPERIMENT(name_, setup_, prepare_, body_, check_, teardown_)       \
    static const struct experiment experiment_##name_ = {                   \
        .setup = setup_, .prepare = prepare_, .body = body_,                \
        .check = check_, .teardown = teardown_,                             \
    };                                                                      \
    DEIMOS_INTERFACE(#name_, "experiment", experiment_##name_,              \
                     EXPERIMENT_METHODS)

/*
 * An experiment whose body runs where the harness cannot call it, such as in
 * a client at ring 3: interface type "timed". sample() does what the harness
 * does with body(): two reads of the TSC around one operation, by a copy of
 * lib/measure/measure.S, so that the overhead is the same. `kind` says which
 * serialisation (enum tsc_kind). All else is as above.
 */
struct timed {
    int (*setup)(u32 x);
    int (*prepare)(void);
    int (*sample)(u32 kind, u64 *ticks);
    int (*check)(void);
    int (*teardown)(void);
};

#define TIMED_METHODS "setup prepare sample check teardown"

#define TIMED(name_, setup_, prepare_, sample_, check_, teardown_)          \
    static const struct timed timed_##name_ = {                             \
        .setup = setup_, .prepare = prepare_, .sample = sample_,            \
        .check = check_, .teardown = teardown_,                             \
    };                                                                      \
    DEIMOS_INTERFACE(#name_, "timed", timed_##name_, TIMED_METHODS)

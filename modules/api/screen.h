/* SPDX-License-Identifier: MIT */
/* The screen of the contention workload: who may show what on it. */
#pragma once

/* Interface type "screen", of the module `screen`. */
struct screen {
    int (*show)(int what);              /* returns what is shown */
};

/* Interface type "display", of a service that draws on the screen; constraints
 * decide which service is bound to it. */
struct display {
    int (*draw)(int what);              /* returns what the screen shows */
};

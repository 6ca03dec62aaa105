/* SPDX-License-Identifier: MIT */
/* The screen of the contention workload: who may show what on it. */
#pragma once

struct screen {
    int (*show)(int what);              /* returns what is shown */
};

struct display {
    int (*draw)(int what);              /* returns what the screen shows */
};

/* SPDX-License-Identifier: MIT */
/* Names of all figures of a processor (figures.def). */
#pragma once

#define FIGURE(name) FIGURE_##name,
enum figure {
#include "figures.def"
    FIGURES
};
#undef FIGURE

/* SPDX-License-Identifier: MIT */
/* The same as client_figure3_flat.c, under another name. */
#define MODEL "segmented"
#include "client_figure3_flat.c"

/* SPDX-License-Identifier: MIT */
#include "modules/models/segpaged/map.c"

/* SPDX-License-Identifier: MIT */
#include "modules/models/segpaged/space.c"

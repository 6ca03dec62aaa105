/* SPDX-License-Identifier: MIT */
#include "modules/models/segpaged/closed.c"

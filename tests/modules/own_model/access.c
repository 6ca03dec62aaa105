/* SPDX-License-Identifier: MIT */
#include "modules/models/segpaged/access.c"

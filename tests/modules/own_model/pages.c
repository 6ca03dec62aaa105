/* SPDX-License-Identifier: MIT */
#include "modules/models/segpaged/pages.c"

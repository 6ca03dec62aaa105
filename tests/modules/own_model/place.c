/* SPDX-License-Identifier: MIT */
#include "modules/models/segpaged/place.c"

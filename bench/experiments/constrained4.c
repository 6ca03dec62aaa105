/* SPDX-License-Identifier: MIT */
#define SIZE 4
#include "../lib/constrained.h"

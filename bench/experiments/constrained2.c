/* SPDX-License-Identifier: MIT */
#define SIZE 2
#include "../lib/constrained.h"

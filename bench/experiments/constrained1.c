/* SPDX-License-Identifier: MIT */
#define SIZE 1
#include "../lib/constrained.h"

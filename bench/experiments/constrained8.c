/* SPDX-License-Identifier: MIT */
#define SIZE 8
#include "../lib/constrained.h"

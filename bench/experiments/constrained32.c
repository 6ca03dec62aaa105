/* SPDX-License-Identifier: MIT */
#define SIZE 32
#include "../lib/constrained.h"

/* SPDX-License-Identifier: MIT */
#define SIZE 4
#include "constrained.h"

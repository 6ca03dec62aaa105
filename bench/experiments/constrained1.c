/* SPDX-License-Identifier: MIT */
#define SIZE 1
#include "constrained.h"

/* SPDX-License-Identifier: MIT */
#define SIZE 32
#include "constrained.h"

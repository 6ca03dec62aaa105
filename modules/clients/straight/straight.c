/* SPDX-License-Identifier: MIT */
/* A client that is a straight line of instructions, to be stepped through. */
#include "client.h"

CLIENT("straight");

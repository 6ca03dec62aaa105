/* SPDX-License-Identifier: MIT */
#include "model/execution.h"

EXECUTION("flat");

/* SPDX-License-Identifier: MIT */
#include "execution/execution.h"

EXECUTION("paged");

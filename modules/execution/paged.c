/* SPDX-License-Identifier: MIT */
#include "model/execution.h"

EXECUTION("paged");

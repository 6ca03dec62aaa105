/* SPDX-License-Identifier: MIT */
#include "model/execution.h"

EXECUTION("segmented");

/* SPDX-License-Identifier: MIT */
/* Methods on pages and frames behind their call gates. */
#pragma once

#include "../core/gate.h"

gate_method page_method_attributes, page_method_status, page_method_flush;

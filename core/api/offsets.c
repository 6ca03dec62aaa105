/* SPDX-License-Identifier: MIT */
/* What assembly knows of the contracts in this folder (offset.h). */
#include "offset.h"

#include "error.h"
#include "manifest.h"
#include "wrapper.h"

void offsets(void)
{
#define E(name, value, text) VALUE(name, value);
#include "error.def"
#undef E
    VALUE(METHOD_MAX, METHOD_MAX);
    VALUE(PAGE_SHIFT, PAGE_SHIFT);
    VALUE(PAGE_MASK, -PAGE_SIZE);
    OFFSET(VECTOR_FAULT_ADDRESS, vector, fault_address);
    OFFSET(CONSOLE_NULL, console, null);
}

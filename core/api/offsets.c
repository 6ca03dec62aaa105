/* SPDX-License-Identifier: MIT */
/* What assembly knows of the contracts in this folder (offset.h). */
#include "offset.h"

#include "error.h"
#include "manifest.h"
#include "recovery.h"
#include "suspended.h"
#include "thread_block.h"
#include "wrapper.h"

void offsets(void)
{
#define E(name, value, text) VALUE(name, value);
#include "error.def"
#undef E
    VALUE(METHOD_MAX, METHOD_MAX);
    VALUE(PAGE_SHIFT, PAGE_SHIFT);
    VALUE(PAGE_MASK, -PAGE_SIZE);
    OFFSET(THREAD_RECOVERY, thread_block, recovery);
    OFFSET(THREAD_STACK, thread_block, stack);
    OFFSET(THREAD_SELF, thread_block, self);
    OFFSET(THREAD_SUSPENDED, thread_block, suspended);
    OFFSET(THREAD_LIBRARY_RETURN, thread_block, library_return);
    OFFSET(THREAD_UPCALLS, thread_block, upcalls);
    SIZE(RECOVERY_SIZE, recovery);
    OFFSET(RECOVERY_PREVIOUS, recovery, previous);
    OFFSET(RECOVERY_ESP, recovery, esp);
    OFFSET(RECOVERY_EIP, recovery, eip);
    OFFSET(RECOVERY_CALLEE, recovery, callee);
    VALUE(ENTERED_LINK, ENTERED_LINK);
    OFFSET(VECTOR_FAULT_ADDRESS, vector, fault_address);
    OFFSET(CONSOLE_NULL, console, null);
}

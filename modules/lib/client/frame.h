/* SPDX-License-Identifier: MIT */
/* What each way into a client begins with, for assembly. */
#pragma once

#ifdef __ASSEMBLER__
#include "../call/interrupted.h"
#include "modules/lib/client/offsets.h"

/* The link of the backtrace, the client; EDX: client. */
        .macro  enter_frame
        pushl   %ebp
        movl    8(%esp), %edx
        movl    %ebx, CLIENT_SAVED(%edx)
        movl    %esi, CLIENT_SAVED + 4(%edx)
        movl    %edi, CLIENT_SAVED + 8(%edx)
        fnstcw  CLIENT_CONTROL(%edx)
        movl    %esp, %ebp
        pushl   %edx
        movl    %esp, CLIENT_STACK1(%edx)
        .endm

#endif

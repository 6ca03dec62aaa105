/* SPDX-License-Identifier: MIT */
/*
 * From ring 3 to ring 1 and back, for assembly. MEASURED PATH.
 *
 * Ring 1 finds its segments unknown, DF unknown, EBP the client's. Going
 * back, the client's task is current again; IRET and LRET null FS and GS,
 * which so hold no descriptor that has changed meanwhile.
 */
#pragma once

#include "../../core/layout.h"
#include "client.h"

#ifdef __ASSEMBLER__

/* EAX is lost. */
        .macro  ring1_segments
        cld
        movl    $UPS_DS, %eax
        movl    %eax, %ds
        movl    %eax, %es
        movl    $THREAD_DS, %eax
        movl    %eax, %gs
        movl    %eax, %fs
        .endm

/* ECX is lost. */
        .macro  client_segments
        movl    $CLIENT_DATA, %ecx
        movl    %ecx, %ds
        movl    %ecx, %es
        .endm

#endif

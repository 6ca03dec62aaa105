/* SPDX-License-Identifier: MIT */
/* void slot_clear(void *page): zeros, a word at a time. */
#include "core/api/assembly.h"

        .text
FUNCTION(slot_clear)
        push    %edi
        mov     8(%esp), %edi
        xor     %eax, %eax
        mov     $1024, %ecx
        rep stosl
        pop     %edi
        ret
END(slot_clear)

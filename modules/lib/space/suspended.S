/* SPDX-License-Identifier: MIT */
/* struct suspended *spaces_suspended(void): threads that do not run */

#include "core/api/offsets.h"

        .text
        .globl  spaces_suspended
        .type   spaces_suspended, @function
spaces_suspended:
        movl    %gs:THREAD_SUSPENDED, %eax
        ret
        .size   spaces_suspended, . - spaces_suspended

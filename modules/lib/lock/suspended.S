/* SPDX-License-Identifier: MIT */
/* struct suspended *threads_suspended(void): threads that do not run */

#include "../../../core/api/assembly.h"
#include "core/api/offsets.h"

        .text
FUNCTION(threads_suspended)
        mov     %gs:THREAD_SUSPENDED, %eax
        ret
END(threads_suspended)

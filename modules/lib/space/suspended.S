/* SPDX-License-Identifier: MIT */
/* struct suspended *spaces_suspended(void): threads that do not run */

#include "../../../core/api/assembly.h"
#include "core/api/offsets.h"

        .text
FUNCTION(spaces_suspended)
        mov     %gs:THREAD_SUSPENDED, %eax
        ret
END(spaces_suspended)

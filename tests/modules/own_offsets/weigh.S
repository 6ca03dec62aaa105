/* SPDX-License-Identifier: MIT */
#include "core/api/assembly.h"
#include "offsets.h"

        .text
/* u32 weigh(const struct parcel *parcel) */
FUNCTION(weigh)
        mov     4(%esp), %eax
        mov     PARCEL_WEIGHT(%eax), %eax
        ret
END(weigh)

/* u32 last_stamp(const struct parcel *parcel) */
FUNCTION(last_stamp)
        mov     4(%esp), %eax
        mov     PARCEL_SIZE - 4(%eax), %eax
        ret
END(last_stamp)

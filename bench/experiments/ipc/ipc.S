/* SPDX-License-Identifier: MIT */
/* Experiment ipc: on whose stack the server is called. MEASURED PATH: three instructions
 * of each sample of `send`. */
#include "../../../core/api/assembly.h"

        .text
/* int ipc_witness(operation, in, in_size, out, out_size): as the server, of which it
 * has the arguments where they are. */
FUNCTION(ipc_witness)
        mov     %esp, ipc_seen
        mov     ipc_server, %eax
        jmp     *(%eax)
END(ipc_witness)

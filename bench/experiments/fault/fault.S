/* SPDX-License-Identifier: MIT */
/*
 * The page-fault handler of experiment fault, and its timed body. MEASURED
 * PATH: between the fault and the completed store there are the 15
 * instructions of fault_enter, two gate calls, and no others.
 */
#include "../../../core/api/assembly.h"
#include "core/api/offsets.h"
#include "nmm/offsets.h"

        .text

/*
 * void fault_enter(void), entered by the trap gate of vector 14 at ring 1:
 *
 *        at entry          before the call of create_page_mapping
 *   12   EFLAGS            56
 *    8   CS                52
 *    4   EIP               48
 *    0   error code        44
 *                      12..40   PUSHA
 *                           8   page-table entry
 *                           4   address in the page, segment-relative
 *                           0   NMM_UPS
 *
 * Any register may be live in the code that faulted. The NMM takes any
 * address in the page. A mapping that is
 * refused would fault for ever: UD2 makes it this module's death, with the
 * NMM's error in EAX.
 */
        .balign 16
FUNCTION(fault_enter)
        pusha
        mov     fault_vector, %eax
        call    *VECTOR_FAULT_ADDRESS(%eax)
        sub     fault_ups_base, %eax    # linear to segment-relative
        pushl   fault_entry
        push    %eax
        push    $NMM_UPS
        mov     fault_nmm, %eax
        call    *NMM_CREATE_PAGE_MAPPING(%eax)
        test    %eax, %eax
        js      1f
        add     $12, %esp
        popa
        add     $4, %esp                # the error code
        iret
1:      ud2
END(fault_enter)

/* void fault_body(void): one store, of the page's own address, to the page
 * that is not mapped. */
        .balign 16
FUNCTION(fault_body)
        mov     fault_page, %eax
        mov     %eax, (%eax)
        ret
END(fault_body)

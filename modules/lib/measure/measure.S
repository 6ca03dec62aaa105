/* SPDX-License-Identifier: MIT */
/*
 * The timed path: u64 measure_KIND(void (*body)(void)), one function a kind
 * of serialisation, each a single straight line. Returns the difference of
 * two TSC reads around one call of body, which keeps EBX, ESI, EDI and EBP
 * like any C function. The start value lives in EDI:ESI, so that nothing
 * but the call touches memory between the reads. The stack frame is for the
 * backtrace in a report, should the body die. EDI lies where body finds a
 * first argument: who measures a function that has one passes it in EDI.
 *
 *        from EBP
 *   12   span, of span_KIND
 *    8   body
 *    4   return address
 *    0   EBP
 *   -4   EBX (CPUID overwrites it)
 *   -8   ESI
 *  -12   EDI
 *
 * Between the reads of an empty body (overhead, in instructions, without
 * the start RDTSC and with the stop one): bare 5, lfence 7, rdtscp 6,
 * cpuid 9.
 *
 * Why each kind orders what it must (Intel SDM volume 2, RDTSC, RDTSCP and
 * LFENCE): RDTSC waits for nothing. An LFENCE before it lets all earlier
 * instructions complete, one after it lets no later one begin. RDTSCP waits
 * for the earlier ones by itself, and wants the LFENCE after it only. CPUID
 * serialises everything, at a cost that varies with EAX and ECX: both are 0.
 */
#include "../../../core/api/assembly.h"

#define BODY 8                  /* offsets of the arguments from EBP */
#define SPAN 12

        .macro  begin name
        .text
        .balign 16
FUNCTION(\name)
        push    %ebp
        mov     %esp, %ebp
        push    %ebx
        push    %esi
        push    %edi
        .endm

        .macro  leave_with_difference name
        sub     %esi, %eax
        sbb     %edi, %edx
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret
END(\name)
        .endm

        .macro  call_body               # its address is in EBX since before
        mov     %eax, %esi
        mov     %edx, %edi
        call    *%ebx
        .endm

        .macro  leave_with_both name
        mov     SPAN(%ebp), %ecx
        mov     %esi, (%ecx)
        mov     %edi, 4(%ecx)
        mov     %eax, 8(%ecx)
        mov     %edx, 12(%ecx)
        leave_with_difference \name
        .endm

/* PREFIX_bare, PREFIX_lfence, PREFIX_rdtscp, PREFIX_cpuid */
        .macro  define prefix, leave
        begin   \prefix\()_bare
        mov     BODY(%ebp), %ebx
        rdtsc
        call_body
        rdtsc
        \leave  \prefix\()_bare

        begin   \prefix\()_lfence
        mov     BODY(%ebp), %ebx
        lfence
        rdtsc
        lfence
        call_body
        lfence
        rdtsc
        lfence
        \leave  \prefix\()_lfence

        begin   \prefix\()_rdtscp
        mov     BODY(%ebp), %ebx
        lfence
        rdtsc
        lfence
        call_body
        rdtscp                          # ECX too: processor number
        lfence
        \leave  \prefix\()_rdtscp

        begin   \prefix\()_cpuid
        xor     %eax, %eax
        xor     %ecx, %ecx
        cpuid
        rdtsc
        mov     BODY(%ebp), %ebx        # only now: CPUID has overwritten EBX
        call_body
        xor     %eax, %eax
        xor     %ecx, %ecx
        cpuid
        rdtsc
        \leave  \prefix\()_cpuid
        .endm

        define  measure, leave_with_difference
        define  span, leave_with_both

/* The empty body (void measure_empty(void)): what an experiment's body has
 * beside its one operation. */
        .balign 16
FUNCTION(measure_empty)
        ret
END(measure_empty)

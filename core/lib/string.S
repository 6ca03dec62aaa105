/* SPDX-License-Identifier: MIT */
/*
 * Memory and string functions, cdecl: arguments on the stack, EAX, ECX and
 * EDX free to use, EDI and ESI kept. In assembly because gcc would turn the
 * loop of a memset written in C back into a call of memset.
 *
 * Invariants: DF is clear on entry (every gate does CLD), and ES = DS.
 *
 *        at entry          after PUSH EDI, PUSH ESI
 *   12   third argument    20
 *    8   second argument   16
 *    4   first argument    12
 *    0   return address     8
 *                           4   EDI
 *                           0   ESI
 */
#include "../api/assembly.h"

        .text

/* EDI: to, EAX: the same, to return; ESI: from, ECX: size. */
        .macro  copy_arguments
        push    %edi
        push    %esi
        mov     12(%esp), %edi
        mov     16(%esp), %esi
        mov     20(%esp), %ecx
        mov     %edi, %eax
        .endm

/* void *memcpy(void *to, const void *from, size_t size); */
        .balign 16
        .hidden memcpy
FUNCTION(memcpy)
        copy_arguments
copy_forward:
        mov     %ecx, %edx
        shr     $2, %ecx
        rep movsl
        mov     %edx, %ecx
        and     $3, %ecx
        rep movsb
        pop     %esi
        pop     %edi
        ret
END(memcpy)

/* void *memmove(void *to, const void *from, size_t size); */
        .balign 16
        .hidden memmove
FUNCTION(memmove)
        copy_arguments
        mov     %edi, %edx
        sub     %esi, %edx              # to - from, unsigned: below size only
        cmp     %ecx, %edx              # if going forward would overwrite what
        jae     copy_forward            # is still to be read
        lea     -1(%edi, %ecx), %edi
        lea     -1(%esi, %ecx), %esi
        std
        rep movsb
        cld
        pop     %esi
        pop     %edi
        ret
END(memmove)

/* void *memset(void *to, int byte, size_t size); */
        .balign 16
        .hidden memset
FUNCTION(memset)
        push    %edi
        mov     8(%esp), %edi
        movzbl  12(%esp), %eax
        mov     16(%esp), %edx
        imul    $0x01010101, %eax, %eax
        mov     %edx, %ecx
        shr     $2, %ecx
        rep stosl
        mov     %edx, %ecx
        and     $3, %ecx
        rep stosb
        mov     8(%esp), %eax
        pop     %edi
        ret
END(memset)

/* int memcmp(const void *a, const void *b, size_t size); */
        .balign 16
        .hidden memcmp
FUNCTION(memcmp)
        push    %edi
        push    %esi
        mov     12(%esp), %esi
        mov     16(%esp), %edi
        mov     20(%esp), %ecx
        xor     %eax, %eax              # ZF set: no bytes are equal bytes
        repe cmpsb
        je      1f
        sbb     %eax, %eax              # below: -1; above: 0 ...
        or      $1, %eax                # ... which becomes 1
1:      pop     %esi
        pop     %edi
        ret
END(memcmp)

/* size_t strlen(const char *s); */
        .balign 16
        .hidden strlen
FUNCTION(strlen)
        mov     4(%esp), %edx
        mov     %edx, %eax
1:      cmpb    $0, (%eax)
        je      2f
        inc     %eax
        jmp     1b
2:      sub     %edx, %eax
        ret
END(strlen)

/* int strcmp(const char *a, const char *b); */
        .balign 16
        .hidden strcmp
FUNCTION(strcmp)
        push    %esi
        mov     8(%esp), %ecx
        mov     12(%esp), %edx
        mov     %ecx, %eax
        or      %edx, %eax
        test    $3, %al
        jne     2f                      # words might lie in two pages
1:      mov     (%ecx), %eax
        cmp     (%edx), %eax
        jne     2f
        mov     %eax, %esi
        not     %esi
        sub     $0x01010101, %eax
        and     %esi, %eax
        add     $4, %ecx
        add     $4, %edx
        and     $0x80808080, %eax       # is there a NUL in the word?
        je      1b
        xor     %eax, %eax
        pop     %esi
        ret
2:      mov     (%ecx), %al
        cmp     (%edx), %al
        jne     3f
        inc     %ecx
        inc     %edx
        test    %al, %al                # both ended
        jne     2b
        xor     %eax, %eax
        pop     %esi
        ret
3:      pop     %esi
        sbb     %eax, %eax              # below: -1; above: 0 ...
        or      $1, %eax                # ... which becomes 1
        ret
END(strcmp)

/* int strncmp(const char *a, const char *b, size_t size); */
        .balign 16
        .hidden strncmp
FUNCTION(strncmp)
        push    %esi
        push    %edi
        mov     12(%esp), %esi
        mov     16(%esp), %edi
        mov     20(%esp), %ecx
compare:
        xor     %eax, %eax
1:      sub     $1, %ecx
        jc      2f                      # all compared
        mov     (%esi), %al
        movzbl  (%edi), %edx
        inc     %esi
        inc     %edi
        sub     %edx, %eax              # both 0 to 255: the difference's sign
        jne     2f
        test    %edx, %edx              # both ended
        jne     1b
2:      pop     %edi
        pop     %esi
        ret
END(strncmp)

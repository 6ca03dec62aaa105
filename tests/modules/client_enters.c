/* SPDX-License-Identifier: MIT */
/*
 * Executes SYSENTER itself, well or badly: the low byte of its argument is
 * what, the rest an address.
 */
#include "client.h"

#include "native/stub.h"

CLIENT("enters");

enum { WELL, SERVICE, ESP, STACK, EIP, PRINT, UNCLEAN, STEP, LEAVE };

/* esp is not used before it is set back. eip 0: go on here. */
static int enter(u32 service, u32 esp, u32 eip, u32 arg0, u32 arg1)
{
    __asm__ volatile("pushl %%ebp\n\t"
                     "movl %%esp, %%ebp\n\t"
                     "testl %%edx, %%edx\n\t"
                     "jnz 1f\n\t"
                     "movl $2f, %%edx\n"
                     "1:\tsysenter\n"
                     "2:\tmovl %%ebp, %%esp\n\t"
                     "popl %%ebp"
                     : "+a"(service), "+c"(esp), "+d"(eip)
                     : "b"(arg0), "S"(arg1) : "memory", "cc");
    return (int)service;
}

static void push_there(u32 esp)
{
    u32 service = SERVICE_NULL;

    __asm__ volatile("movl $1f, %%edx\n\tsysenter\n1:\tpushl %%eax"
                     : "+a"(service), "+c"(esp) :: "edx", "memory");
}

#define FROM(before) ({                                                     \
    int result_ = SERVICE_NULL;                                             \
    __asm__ volatile("movl %%esp, %%ecx\n\tmovl $1f, %%edx\n\t"             \
                     before "sysenter\n1:"                                  \
                     : "+a"(result_) :: "ebx", "ecx", "edx", "memory", "cc");\
    result_; })

static int unknown(void)
{
    return enter(SERVICES, 0, 0, 0, 0) == E_INVALID &&
           enter(0xffffffff, 0, 0, 0, 0) == E_INVALID &&
           enter(0x40000000 | SERVICE_NULL, 0, 0, 0, 0) == E_INVALID;
}

int client_main(u32 argument)
{
    const u32 address = argument & ~255u;

    switch (argument & 255) {
    case WELL: return enter(SERVICE_NULL, 0, 0, 0, 0);
    case SERVICE: return unknown();
    case ESP: return enter(SERVICE_NULL, address, 0, 0, 0);
    case STACK: push_there(address); return -1;
    case EIP: return enter(SERVICE_NULL, 0, address, 0, 0);
    case PRINT: return enter(SERVICE_PRINT, 0, 0, address, 16);
    case UNCLEAN:
        return FROM("std\n\txorl %%ebx, %%ebx\n\tmovl %%ebx, %%ds\n\t"
                    "movl %%ebx, %%es\n\t");
    case STEP: return FROM("pushf\n\torl $0x100, (%%esp)\n\tpopf\n\t");
    case LEAVE: enter(SERVICE_EXIT, 0, 0, address, 0);
    }
    return -1;
}

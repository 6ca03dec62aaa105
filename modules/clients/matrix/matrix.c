/* SPDX-License-Identifier: MIT */
/* Does one forbidden thing. */
#include "client.h"
#include "far.h"
#include "matrix.h"

CLIENT("matrix");

#define DO(instructions) \
    __asm__ volatile(instructions ::: "eax", "ecx", "edx", "memory")

#define GRAPH far_address(GRAPH_SELECTOR)

static u8 code[] = { 0xb8, 1, 0, 0, 0, 0xc3 };  /* MOVL $1, %eax; RET */
static void (*volatile data)(void) = (void (*)(void))code;
static volatile u32 sink;

static void touch(u32 what, u32 address)
{
    switch (what) {
    case MATRIX_READ:
        sink = *(volatile u32 *)address;
        break;
    case MATRIX_WRITE:
        *(volatile u32 *)address = 0xdeadbeef;
        break;
    case MATRIX_EXECUTE:
        ((void (*)(void))address)();
        break;
    case MATRIX_GRAPH_READ:
        sink = far_load(GRAPH, address);
        break;
    case MATRIX_GRAPH_WRITE:
        far_store(GRAPH, address, 0xdeadbeef);
        break;
    case MATRIX_NULL:
        DO("movl $0, 0");
        break;
    case MATRIX_DATA_EXECUTE:
        data();
        break;
    case MATRIX_TEXT:
        DO("movl $0, %%cs:client_main");
        break;
    case MATRIX_TEXT_READ:
        DO("movl %%cs:client_main, %%eax");
        break;
    case MATRIX_TEXT_STORE:
        DO("movl $0, client_main");
        break;
    }
}

static u32 overflow(volatile u32 depth)
{
    return depth == ~0u ? 0 : depth + overflow(depth + 1) + depth;
}

static void privileged(u32 what)
{
    static const u16 table[4];

    switch (what) {
    case MATRIX_HLT:
        DO("hlt");
        break;
    case MATRIX_CLI:
        DO("cli");
        break;
    case MATRIX_STI:
        DO("sti");
        break;
    case MATRIX_CR0:
        DO("movl %%cr0, %%eax");
        break;
    case MATRIX_CR3:
        DO("movl %%eax, %%cr3");
        break;
    case MATRIX_LGDT:
        __asm__ volatile("lgdt %0" :: "m"(table));
        break;
    case MATRIX_LLDT:
        DO("xorl %%eax, %%eax\n\tlldt %%ax");
        break;
    case MATRIX_IN:
        DO("inb $0x64, %%al");
        break;
    case MATRIX_OUT:
        DO("outb %%al, $0x80");
        break;
    }
}

#define LOAD(selector, segment) \
    DO("movl $" #selector ", %%eax\n\tmovl %%eax, %%" #segment)

static void load(u32 what)
{
    switch (what) {
    case MATRIX_DS_UPS:
        LOAD(0x21, ds);
        break;
    case MATRIX_DS_CORE:
        LOAD(0x10, ds);
        break;
    case MATRIX_GS_THREAD:
        LOAD(0x33, gs);
        break;
    case MATRIX_DS_CODE:
        LOAD(0x0f, ds);         /* execute only */
        break;
    case MATRIX_SS_NULL:
        LOAD(0, ss);
        break;
    case MATRIX_SS_STACK0:
        LOAD(0x10, ss);
        break;
    case MATRIX_DS_NULL:
        DO("pushl %%fs\n\txorl %%eax, %%eax\n\tmovl %%eax, %%fs\n\t"
           "movl %%fs:(%%esp), %%eax\n\tpopl %%fs");
        break;
    }
}

static void transfer(u32 what)
{
    switch (what) {
    case MATRIX_GATE:
        DO("lcall $0x103, $0"); /* of the first binding */
        break;
    case MATRIX_GATE_CONTEXT:
        DO("xorl %%eax, %%eax\n\tlcall $0x5b, $0");
        break;
    case MATRIX_GATE_FAULT:
        DO("lcall $0x63, $0");
        break;
    case MATRIX_GATE_RETURN:
        DO("lcall $0x4b, $0");
        break;
    case MATRIX_GATE_LOCAL:
        DO("lcall $0xf7, $0");
        break;
    case MATRIX_JUMP_TSS:
        DO("ljmp $0x38, $0");
        break;
    case MATRIX_CALL_UPS:
        DO("lcall $0x1b, $0x1000");
        break;
    case MATRIX_CALL_CORE:
        DO("lcall $0x0b, $0x100000");
        break;
    case MATRIX_RETURN_UPS:
        DO("pushl $0x19\n\tpushl $0x1000\n\tlret");
        break;
    case MATRIX_INT:
        DO("int $0x20");
        break;
    case MATRIX_INT3:
        DO("int3");
        break;
    case MATRIX_UD:
        DO("ud2");
        break;
    case MATRIX_DIVIDE:
        DO("xorl %%ecx, %%ecx\n\tmovl $1, %%eax\n\tcltd\n\tidivl %%ecx");
        break;
    }
}

int client_main(u32 argument)
{
    const u32 what = argument & 255;

    touch(what, argument & ~255u);
    if (what == MATRIX_STACK)
        sink = overflow(0);
    privileged(what);
    load(what);
    transfer(what);
    return MATRIX_DONE;
}

/* SPDX-License-Identifier: MIT */
/* Register bits by the manual's mnemonics, for C and assembly. */
#pragma once

#define CR0_PE          0x00000001  /* protection enable */
#define CR0_MP          0x00000002  /* monitor coprocessor */
#define CR0_EM          0x00000004  /* emulation: no x87 */
#define CR0_TS          0x00000008  /* task switched */
#define CR0_NE          0x00000020  /* numeric error: vector 16 */
#define CR0_WP          0x00010000  /* write protect, supervisor too */
#define CR0_PG          0x80000000  /* paging */

#define CR4_TSD         0x00000004  /* time stamp disable */
#define CR4_PSE         0x00000010  /* page size extensions */
#define CR4_MCE         0x00000040  /* machine check enable */
#define CR4_PGE         0x00000080  /* page global enable */
#define CR4_OSFXSR      0x00000200  /* SSE */

#define EFLAGS_FIXED    0x00000002
#define EFLAGS_STATUS   0x000008d5  /* CF PF AF ZF SF OF */
#define EFLAGS_TF       0x00000100  /* trap: single step */
#define EFLAGS_IF       0x00000200  /* interrupt enable */
#define EFLAGS_DF       0x00000400  /* direction */
#define EFLAGS_IOPL     0x00003000  /* I/O privilege level */
#define EFLAGS_NT       0x00004000  /* nested task */
#define EFLAGS_RF       0x00010000  /* resume: no debug fault */
#define EFLAGS_VM       0x00020000  /* virtual-8086 mode */
#define EFLAGS_AC       0x00040000  /* alignment check: 486 and later */
#define EFLAGS_ID       0x00200000  /* CPUID can be executed */

#define VECTOR_DE       0           /* divide error */
#define VECTOR_DB       1           /* debug */
#define VECTOR_NMI      2
#define VECTOR_BP       3           /* breakpoint */
#define VECTOR_OF       4           /* overflow */
#define VECTOR_UD       6           /* invalid opcode */
#define VECTOR_NM       7           /* no coprocessor */
#define VECTOR_DF       8           /* double fault */
#define VECTOR_TS       10          /* invalid TSS, or a selector in it */
#define VECTOR_NP       11          /* segment not present */
#define VECTOR_SS       12          /* stack */
#define VECTOR_GP       13          /* general protection */
#define VECTOR_PF       14          /* page fault */
#define VECTOR_MC       18          /* machine check */
#define VECTOR_IRQ      32          /* first of 16, after pic_init() */
#define VECTOR_OWNERS   34          /* INT of runtime.S: the next owner of a line;
                                       the controllers never call there */
#define VECTORS         256

/* Vectors that push an error code: 8, 10 to 14, 17. */
#define VECTOR_ERRORS   0x00027d00

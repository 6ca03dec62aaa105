/* SPDX-License-Identifier: MIT */
/* Instructions that C has no words for: one wrapper each, named after it. */
#pragma once

#include "../api/types.h"

struct table_register {
    u16 limit;
    u32 base;
} __attribute__((packed));

#define X86_PORT(suffix, type)                                            \
    static inline void x86_out##suffix(u16 port, type value)              \
    {                                                                     \
        __asm__ volatile("out" #suffix " %0, %1"                          \
                         : : "a"(value), "Nd"(port));                     \
    }                                                                     \
    static inline type x86_in##suffix(u16 port)                           \
    {                                                                     \
        type value;                                                       \
        __asm__ volatile("in" #suffix " %1, %0"                           \
                         : "=a"(value) : "Nd"(port));                     \
        return value;                                                     \
    }

X86_PORT(b, u8)
X86_PORT(w, u16)
X86_PORT(l, u32)

static inline void x86_lgdt(const struct table_register *table)
{
    __asm__ volatile("lgdt %0" : : "m"(*table));
}

static inline void x86_lidt(const struct table_register *table)
{
    __asm__ volatile("lidt %0" : : "m"(*table));
}

static inline void x86_ltr(u16 selector)
{
    __asm__ volatile("ltr %0" : : "r"(selector));
}

static inline void x86_lldt(u16 selector)
{
    __asm__ volatile("lldt %0" : : "r"(selector));
}

/* Can it be loaded into a data register, and read through? */
static inline int x86_verr(u16 selector)
{
    u8 yes;
    __asm__ volatile("verr %1\n\tsetz %0"
                     : "=q"(yes) : "r"(selector) : "cc");
    return yes;
}

/* Bits 15 to 0; what is above them is not defined on all processors. */
static inline u32 x86_cs(void)
{
    u32 selector;
    __asm__ volatile("mov %%cs, %0" : "=r"(selector));
    return selector;
}

static inline u16 x86_str(void)
{
    u16 selector;
    __asm__ volatile("str %0" : "=r"(selector));
    return selector;
}

static inline void x86_clts(void) { __asm__ volatile("clts"); }

static inline void x86_load_gs(u16 selector)
{
    __asm__ volatile("mov %0, %%gs" : : "r"((u32)selector));
}

static inline void x86_cli(void) { __asm__ volatile("cli" : : : "memory"); }
static inline void x86_sti(void) { __asm__ volatile("sti" : : : "memory"); }
static inline void x86_hlt(void) { __asm__ volatile("hlt" : : : "memory"); }

/* STI holds interrupts off until after HLT: none can fall in between. */
static inline void x86_sti_hlt(void)
{
    __asm__ volatile("sti\n\thlt" : : : "memory");
}

static inline void x86_load_fs(u16 selector)
{
    __asm__ volatile("mov %0, %%fs" : : "r"((u32)selector));
}

static inline u16 x86_fs(void)
{
    u16 selector;
    __asm__ volatile("mov %%fs, %0" : "=rm"(selector));
    return selector;
}

static inline u16 x86_gs(void)
{
    u16 selector;
    __asm__ volatile("mov %%gs, %0" : "=rm"(selector));
    return selector;
}

#define X86_CONTROL(reg)                                                  \
    static inline u32 x86_read_##reg(void)                                \
    {                                                                     \
        u32 value;                                                        \
        __asm__ volatile("mov %%" #reg ", %0" : "=r"(value));             \
        return value;                                                     \
    }                                                                     \
    static inline void x86_write_##reg(u32 value)                         \
    {                                                                     \
        __asm__ volatile("mov %0, %%" #reg : : "r"(value) : "memory");    \
    }

X86_CONTROL(cr0)
X86_CONTROL(cr2)
X86_CONTROL(cr3)
X86_CONTROL(cr4)

static inline void x86_invlpg(laddr_t address)
{
    __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}

static inline void x86_fninit(void) { __asm__ volatile("fninit"); }

static inline u32 x86_eflags(void)
{
    u32 flags;
    __asm__ volatile("pushf\n\tpop %0" : "=r"(flags));
    return flags;
}

static inline void x86_set_eflags(u32 flags)
{
    __asm__ volatile("push %0\n\tpopf" : : "r"(flags) : "memory", "cc");
}

struct cpuid { u32 eax, ebx, ecx, edx; };

static inline struct cpuid x86_cpuid(u32 leaf)
{
    struct cpuid r;
    __asm__ volatile("cpuid" : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx),
                     "=d"(r.edx) : "a"(leaf), "c"(0));
    return r;
}

static inline void x86_wrmsr(u32 msr, u32 low)
{
    __asm__ volatile("wrmsr" : : "c"(msr), "a"(low), "d"(0));
}

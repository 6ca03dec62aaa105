/* SPDX-License-Identifier: MIT */
/* Calls gates that do not serve it, by every form of a far call. */
#include "deimos.h"

DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");

int refusal_try(const u8 *code, const void *far, u32 flags, u32 *record);
void refusal_fault(void);

static struct { u32 offset; u16 selector; } __attribute__((packed)) far;

/* Where all registers but ESP are &far; 4 bytes for d: see fill(). */
static const struct form {
    u8 code[10];
    u8 size;
    u8 at;                      /* of a displacement to fill in, or 0 */
    u8 times;                   /* how often &far is in the address already */
} forms[] = {
    { { 0x9a, 0, 0, 0, 0, 0, 0 }, 7, 0, 0 },            /* ptr16:32 */
    { { 0xff, 0x18 }, 2, 0, 0 },                        /* (%eax) */
    { { 0xff, 0x19 }, 2, 0, 0 },                        /* (%ecx) */
    { { 0xff, 0x1a }, 2, 0, 0 },                        /* (%edx) */
    { { 0xff, 0x1b }, 2, 0, 0 },                        /* (%ebx) */
    { { 0xff, 0x1e }, 2, 0, 0 },                        /* (%esi) */
    { { 0xff, 0x1f }, 2, 0, 0 },                        /* (%edi) */
    { { 0xff, 0x5d, 0 }, 3, 0, 0 },                     /* 0(%ebp) */
    { { 0xff, 0x1d, 0, 0, 0, 0 }, 6, 2, 0 },            /* d */
    { { 0xff, 0x98, 0, 0, 0, 0 }, 6, 2, 1 },            /* d(%eax) */
    { { 0xff, 0x1c, 0x24 }, 3, 0, 0 },                  /* (%esp) */
    { { 0xff, 0x5c, 0x24, 0 }, 4, 0, 0 },               /* 0(%esp) */
    { { 0xff, 0x1c, 0x4d, 0, 0, 0, 0 }, 7, 3, 2 },      /* d(, %ecx, 2) */
    { { 0xff, 0x9c, 0x0a, 0, 0, 0, 0 }, 7, 3, 2 },      /* d(%edx, %ecx) */
    { { 0x2e, 0xff, 0x18 }, 3, 0, 0 },                  /* %cs:(%eax) */
    { { 0x36, 0xff, 0x1f }, 3, 0, 0 },                  /* %ss:(%edi) */
    { { 0x3e, 0xff, 0x1e }, 3, 0, 0 },                  /* %ds:(%esi) */
};

static u8 code[16];

static void fill(const struct form *f, u32 selector)
{
    __builtin_memcpy(code, f->code, f->size);
    far.selector = (u16)selector;
    if (f->code[0] == 0x9a) {
        code[5] = (u8)selector;
        code[6] = (u8)(selector >> 8);
    }
    if (f->at)
        *(u32 *)(code + f->at) = (u32)&far - f->times * (u32)&far;
    code[f->size] = 0x0f;       /* UD2: it must not come back */
    code[f->size + 1] = 0x0b;
}

static int attempt(u32 form, u32 selector, u32 flags, u32 *record)
{
    if (form >= ARRAY_SIZE(forms))
        return E_RANGE;
    fill(&forms[form], selector);
    refusal_try(code, &far, flags, record);
    return (int)(record[13] - (u32)code);
}

static int own(u32 on)
{
    return on ? vector->attach(13, refusal_fault) : vector->detach(13);
}

struct refusal {
    int (*attempt)(u32 form, u32 selector, u32 flags, u32 *record);
    int (*own)(u32 on);
};
static const struct refusal table = { attempt, own };

DEIMOS_MODULE("refusal", MODULE_SYSTEM);
DEIMOS_INTERFACE("refusal", "refusal", table, "attempt own");

/* SPDX-License-Identifier: MIT */
/*
 * TLBs, caches and write buffers: what an access costs beyond the clocks of its
 * instruction. Caches are indexed by physical addresses. A walk of the page tables
 * reads both entries through the data cache (Pentium: TR-933, section 2). Code of a
 * large page is in the TLB of code, in pieces of 4 KiB (Pentium Developer's Manual,
 * 1995, volume 3).
 */
#pragma once

#include "account.h"
#include "sets.h"

struct memory {
    struct account *account;
    struct sets data_tlb, large_tlb, code_tlb;  /* of linear pages */
    struct sets data, code, second;             /* of physical lines */
    u64 buffer[TABLE_BUFFERS];                  /* when each is empty */
    u32 line_shift;
    u32 misses[PARTS];                          /* how often, by cause */
    /* A word of a page directory, for walks. */
    u32 (*read_word)(paddr_t address);
};

/* What CR3, CR0 and CR4 say. */
struct paging {
    paddr_t directory;
    int is_on, is_protected;    /* CR0.PG, CR0.WP */
    int has_large;              /* CR4.PSE */
};

void memory_create(struct memory *m, struct account *account,
                   u32 (*read_word)(paddr_t address));

/* The page of an access that does not fault. */
void memory_translate(struct memory *m, const struct paging *p,
                      laddr_t address, int is_code);
/* `size` bytes of one page. */
void memory_read(struct memory *m, paddr_t address, u32 size);
void memory_write(struct memory *m, paddr_t address, u32 size);
/* One line of code; 1: it was not in the cache. */
int memory_fetch(struct memory *m, paddr_t address);

void memory_flush_tlbs(struct memory *m);
void memory_flush_page(struct memory *m, laddr_t address);      /* INVLPG */
void memory_flush_caches(struct memory *m);                     /* INVD */

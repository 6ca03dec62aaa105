/* SPDX-License-Identifier: MIT */
#include "memory.h"

#include <string.h>

#define LARGE_SHIFT 22
#define PRESENT 0x01u           /* in an entry of a page directory, */
#define LARGE 0x80u             /* with CR4.PSE (manual, Figure 3-15) */

static u32 clocks(const struct memory *m, enum figure figure)
{
    return m->account->table->clocks[figure];
}

static void create(const struct memory *m, struct sets *s, u32 entries,
                   enum figure ways)
{
    sets_create(s, entries, clocks(m, ways), (int)clocks(m, FIGURE_pseudo_lru));
}

void memory_create(struct memory *m, struct account *account,
                   u32 (*read_word)(paddr_t address))
{
    m->account = account;
    m->read_word = read_word;
    m->line_shift = (u32)__builtin_ctz(clocks(m, FIGURE_cache_line));
    create(m, &m->data_tlb, clocks(m, FIGURE_dtlb_entries), FIGURE_dtlb_ways);
    create(m, &m->large_tlb, clocks(m, FIGURE_dtlb4m_entries),
           FIGURE_dtlb4m_ways);
    create(m, &m->code_tlb, clocks(m, FIGURE_itlb_entries), FIGURE_itlb_ways);
    create(m, &m->data, clocks(m, FIGURE_l1d_bytes) >> m->line_shift,
           FIGURE_l1d_ways);
    create(m, &m->code, clocks(m, FIGURE_l1i_bytes) >> m->line_shift,
           FIGURE_l1i_ways);
    create(m, &m->second, clocks(m, FIGURE_l2_bytes) >> m->line_shift,
           FIGURE_l2_ways);
    memset(m->buffer, 0, sizeof(m->buffer));
    memset(m->misses, 0, sizeof(m->misses));
}

/* A processor with one TLB or one cache uses data's for its code. */
static struct sets *code_tlb(struct memory *m)
{
    return m->code_tlb.sets ? &m->code_tlb : &m->data_tlb;
}

static struct sets *code_cache(struct memory *m)
{
    return m->code.sets ? &m->code : &m->data;
}

/* 1: the line was not in that cache. */
static int read_line(struct memory *m, struct sets *cache, u32 line,
                     enum part part)
{
    if (sets_touch(cache, line))
        return 0;
    m->misses[part]++;
    account_add(m->account, part,
                sets_touch(&m->second, line) ? FIGURE_l2_read :
                                               FIGURE_mem_read);
    return 1;
}

void memory_read(struct memory *m, paddr_t address, u32 size)
{
    const u32 last = (address + size - 1) >> m->line_shift;

    for (u32 line = address >> m->line_shift; line <= last; line++)
        read_line(m, &m->data, line, PART_DATA_MISS);
}

int memory_fetch(struct memory *m, paddr_t address)
{
    return read_line(m, code_cache(m), address >> m->line_shift,
                     PART_CODE_MISS);
}

/* A store to the bus waits for a buffer; buffers are emptied one by one. */
static void use_buffer(struct memory *m, enum figure figure)
{
    const u64 now = account_now(m->account);
    u32 first = 0;
    u64 last = now;

    for (u32 i = 0; i < clocks(m, FIGURE_write_buffers); i++) {
        if (m->buffer[i] < m->buffer[first])
            first = i;
        if (m->buffer[i] > last)
            last = m->buffer[i];
    }
    if (m->buffer[first] > now)
        account_wait(m->account, PART_STORE, figure,
                     (u32)(m->buffer[first] - now));
    m->buffer[first] = last + clocks(m, figure);
}

static void write_line(struct memory *m, u32 line)
{
    const int was_there = sets_hit(&m->data, line);

    if (!was_there && clocks(m, FIGURE_write_allocate))
        sets_fill(&m->data, line);
    if (!was_there || clocks(m, FIGURE_write_through))
        use_buffer(m, sets_hit(&m->second, line) ? FIGURE_write_drain :
                                                   FIGURE_write_mem);
}

void memory_write(struct memory *m, paddr_t address, u32 size)
{
    const u32 last = (address + size - 1) >> m->line_shift;

    for (u32 line = address >> m->line_shift; line <= last; line++)
        write_line(m, line);
}

/* Both entries; 1: the first one maps 4 MiB. */
static int walk(struct memory *m, const struct paging *p, laddr_t address,
                enum part part)
{
    const paddr_t at = p->directory + (address >> LARGE_SHIFT) * 4;
    const u32 entry = m->read_word(at);
    const int is_large = p->has_large && (entry & LARGE);

    m->misses[part]++;
    account_add(m->account, part, FIGURE_tlb_miss);
    memory_read(m, at, 4);
    if (entry & PRESENT && !is_large)
        memory_read(m, (entry & ~(PAGE_SIZE - 1)) +
                    (address >> PAGE_SHIFT & 1023) * 4, 4);
    return is_large;
}

void memory_translate(struct memory *m, const struct paging *p,
                      laddr_t address, int is_code)
{
    struct sets *tlb = is_code ? code_tlb(m) : &m->data_tlb;

    if (!p->is_on || sets_hit(tlb, address >> PAGE_SHIFT) ||
        (!is_code && sets_hit(&m->large_tlb, address >> LARGE_SHIFT)))
        return;
    const int is_large = walk(m, p, address,
                              is_code ? PART_CODE_TLB : PART_DATA_TLB);
    if (is_large && !is_code && m->large_tlb.sets)
        sets_fill(&m->large_tlb, address >> LARGE_SHIFT);
    else
        sets_fill(tlb, address >> PAGE_SHIFT);
}

void memory_flush_tlbs(struct memory *m)
{
    sets_flush(&m->data_tlb);
    sets_flush(&m->large_tlb);
    sets_flush(&m->code_tlb);
}

void memory_flush_page(struct memory *m, laddr_t address)
{
    sets_drop(&m->data_tlb, address >> PAGE_SHIFT);
    sets_drop(&m->code_tlb, address >> PAGE_SHIFT);
    sets_drop(&m->large_tlb, address >> LARGE_SHIFT);
}

void memory_flush_caches(struct memory *m)
{
    sets_flush(&m->data);
    sets_flush(&m->code);
    sets_flush(&m->second);
}

/* SPDX-License-Identifier: MIT */
/*
 * A processor's clocks, from what an emulator tells of each instruction: in the order
 * of the functions here. It knows no emulator.
 *
 *     model_delivered()           if a fault or an interrupt came before it
 *     model_begin()
 *     model_read(), model_write(), model_repeat(), ...    as they happen
 *     model_end()                 how many clocks that were
 */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

#include "account.h"
#include "branch.h"
#include "memory.h"
#include "pipe.h"
#include "step.h"

/* Where a far transfer led. */
struct transfer {
    u8 is_task;                 /* to another task */
    u8 is_inner;                /* ring changed */
    u8 by_gate;                 /* a call gate */
    u32 parameters;             /* that the gate copied */
};

enum delivery { DELIVERY_EXCEPTION, DELIVERY_PAGE_FAULT, DELIVERY_INTERRUPT };

struct model {
    struct table table;
    struct account account;     /* all since the start */
    struct memory memory;
    struct branch branch;
    struct pipe pipe;
    struct paging paging;
    const struct step *step;    /* the instruction that runs */
    u32 elements;               /* of a string instruction, so far */
    laddr_t code_line, code_page;       /* where code was fetched last */
    int is_late;                        /* that line came into the cache for it */
    u64 instructions;
};

extern const char *const model_part_names[PARTS];

void model_create(struct model *m, const struct table *table,
                  u32 (*read_word)(paddr_t address));

/* Both stay as they are until the next one begins. issue: step_issue(step). */
void model_begin(struct model *m, const struct step *step,
                 const struct issue *issue);
void model_read(struct model *m, laddr_t at, paddr_t physical, u32 size);
void model_write(struct model *m, laddr_t at, paddr_t physical, u32 size);
void model_repeat(struct model *m);             /* one element is done */
void model_branch(struct model *m, int is_taken, laddr_t to);
void model_transfer(struct model *m, const struct transfer *t);
void model_descriptor(struct model *m);         /* its accessed bit was set */
void model_marked(struct model *m);             /* a page entry's was, or dirty */
u32 model_end(struct model *m);

/* Outside of an instruction. Its clocks. */
u32 model_delivered(struct model *m, enum delivery what, int is_inner);

/* CR3 was loaded, also by a task switch. */
void model_directory(struct model *m, paddr_t directory);
/* CR0 or CR4 was loaded: the directory is as before. */
void model_mode(struct model *m, const struct paging *paging);
void model_flush_page(struct model *m, laddr_t address);
void model_flush_caches(struct model *m);

#ifdef __cplusplus
}
#endif

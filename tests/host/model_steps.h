/* SPDX-License-Identifier: MIT */
/*
 * A processor for tests of the whole cycle model: instructions that stand one behind
 * the other, in memory that is mapped where it is. To be included once.
 */
#pragma once

#include <string.h>

#include "../../bench/model/model.h"
#include "model_processor.h"

#define DIRECTORY 0x00100000u
#define TABLES 0x00200000u
#define CODE 0x04100000u        /* entry 256 of its page table: set 32 of L1 */
#define DATA 0x04000000u        /* entry 0 and on: set 0 and on */

enum { EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI, NONE = NO_REGISTER };

static struct model model;
static laddr_t eip;
static u8 cpl;

static u32 read_word(paddr_t at)
{
    return (TABLES + (at - DIRECTORY) / 4 * PAGE_SIZE) | 1;
}

static void boot(const char *path)
{
    static const struct paging paging = { 0, 1, 1, 0 };
    const struct table table = processor(path);

    model_create(&model, &table, read_word);
    model_mode(&model, &paging);
    model_directory(&model, DIRECTORY);
    eip = CODE;
    cpl = 3;
}

static const struct opcode *opcode(const char *name)
{
    static struct { const char *name; struct opcode opcode; } known[80];
    u32 i = 0;

    while (known[i].name && strcmp(known[i].name, name))
        i++;
    if (!known[i].name) {
        known[i].name = name;
        known[i].opcode = opcode_of(name);
        CHECK(known[i].opcode.is_known && i < ARRAY_SIZE(known) - 1);
    }
    return &known[i].opcode;
}

/* Of registers, `length` bytes. */
static struct step reg(const char *name, u32 length, u8 first, u8 second)
{
    return (struct step){
        .opcode = opcode(name), .length = length, .first = first,
        .second = second, .base = NONE, .index = NONE, .cpl = cpl,
    };
}

/* With an operand in memory, [base + index]. */
static struct step mem(const char *name, u32 length, u8 other, u8 base, u8 index)
{
    const int is_first = !strncmp(strchr(name, '_') + 1, "G", 1) ||
                         strstr(name, "_GdEd");
    struct step s = reg(name, length, is_first ? other : NONE,
                        is_first ? NONE : other);

    s.base = base;
    s.index = index;
    s.has_memory = 1;
    return s;
}

static void begin(struct step s)
{
    static struct step step;
    static struct issue issue;

    s.linear = s.physical = eip;
    eip += s.length;
    step = s;
    step_issue(&issue, &step, &model.table);
    model_begin(&model, &step, &issue);
}

static u32 run(struct step s)
{
    begin(s);
    return model_end(&model);
}

static void read(laddr_t at, u32 size)
{
    model_read(&model, at, at, size);
}

static void write(laddr_t at, u32 size)
{
    model_write(&model, at, at, size);
}

static u32 load(laddr_t at, u32 size)
{
    begin(mem("MOV_Op32_GdEd", 6, EAX, NONE, NONE));
    read(at, size);
    return model_end(&model);
}

/* All these, from the start of their code, as often as it takes to have them cached. */
#define WARM(...) ({ \
    u32 clocks_ = 0; \
    for (u32 turn_ = 0; turn_ < 3; turn_++) { \
        eip = CODE; \
        model.code_line = ~0u; \
        pipe_close(&model.pipe); \
        run(reg("CDQ", 1, NONE, NONE)); \
        run(reg("NEG_Ed", 2, EDI, NONE)); \
        const u64 before_ = model.account.time; \
        __VA_ARGS__; \
        clocks_ = (u32)(model.account.time - before_); \
    } \
    clocks_; })

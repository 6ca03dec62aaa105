/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* flags: -m32 */
/* Whose an exception is, in C, for every number of owners and each of them: of
 * clients by their task, of page faults by the page, of others by EIP; and what
 * its handler finds on the stack. */
#include "../../core/x86/x86.h"

static unsigned cr2, cr3;
#define x86_read_cr2() (cr2)
#define x86_read_cr3() (cr3)
#include "../../core/deliver/demux.c"

#include <string.h>

#include "check.h"

#define IMAGE(i) (0x200000u + (i) * 0x3000)     /* of owner i, and its size */
#define SIZE(i) (0x1000u + (i))
#define NONE DEMUX_OWNERS
#define FRAMES 16u
#define CLIENT_CS 0xabcd000fu
#define DIRECTORY(i) (0x100000u + (i) * PAGE_SIZE)
#define WINDOW(i) (NMM_WINDOW_BASE + (i) * TABLE_SPAN)
#define WINDOW_SIZE (4 * PAGE_SIZE)

struct space spaces[SPACES];
struct frame *frame_table;
u32 frame_table_bytes;

static struct frame frames[FRAMES];
static struct task_entry task;
static u32 has_task, answer;
static struct { u32 handler, count, words[6]; } told;

struct task_entry *task_running(void) { return has_task ? &task : NULL; }

int deliver(struct trap_state *f, saddr_t handler, const u32 *words, u32 count)
{
    (void)f;
    told.handler = handler;
    told.count = count;
    memcpy(told.words, words, count * 4);
    return (int)answer;
}

/* No two of one index; what comes behind the owners has none of them. */
static u32 module(u32 i) { return (i + 1) << 12 | (i + 3); }
static u32 handler(u32 i) { return IMAGE(i) + 0x10; }

static void own(u32 vector, u32 count)
{
    struct demux *d = &demux_vectors[vector];

    for (u32 i = 0; i < DEMUX_OWNERS; i++) {
        d->module[i] = i < count ? module(i) : NOBODY;
        d->handler[i] = i < count ? handler(i) : 0;
        d->base[i] = i < count ? IMAGE(i) : 0;
        d->size[i] = i < count ? SIZE(i) : 0;
    }
}

static int has_error(u32 vector)
{
    return vector == 8 || (vector >= 10 && vector <= 14) || vector == 17;
}

/* owner: whose it is, or NONE. */
static void check(u32 vector, u32 cs, u32 eip, u32 owner)
{
    struct trap_state f = { .vector = vector, .error = 1, .eip = eip, .cs = cs,
                            .eflags = 4, .esp = 5, .ss = 0xabcd0006 };
    const u32 words[] = { 1, eip, cs & 0xffff, 4, 5, 6 };
    const u32 skip = !has_error(vector), count = (cs & 3) == 3 ? 6 : 4;

    for (answer = 0; answer < 2; answer++) {
        memset(&told, 0, sizeof(told));
        CHECK_EQ(demux_deliver(&f), owner != NONE && answer);
        CHECK_EQ(told.handler, owner != NONE ? handler(owner) : 0);
        CHECK_EQ(told.count, owner != NONE ? count - skip : 0);
        CHECK(!memcmp(told.words, words + skip, told.count * 4));
    }
}

/* One owner has all, but for page faults. */
static u32 owner_of(u32 vector, u32 count, u32 who)
{
    if (count == 1 && vector != VECTOR_PF)
        return 0;
    return who < count ? who : NONE;
}

static void check_client(u32 vector, u32 count)
{
    for (has_task = 0; has_task < 2; has_task++)
        for (u32 who = 0; who <= DEMUX_OWNERS; who++) {
            task.owner = module(who);
            cr2 = 0;
            check(vector, CLIENT_CS, IMAGE(0),
                  owner_of(vector, count, has_task ? who : NONE));
        }
}

static void check_image(u32 vector, u32 count)
{
    for (u32 who = 0; who < DEMUX_OWNERS; who++) {
        const u32 from = IMAGE(who), to = from + SIZE(who);
        check(vector, UPS_CS, from, owner_of(vector, count, who));
        check(vector, UPS_CS, to - 1, owner_of(vector, count, who));
        check(vector, UPS_CS, to, owner_of(vector, count, NONE));
        check(vector, UPS_CS, from - 1, owner_of(vector, count, NONE));
    }
}

/* A page of memory is its window's, not who lent its frame. */
static void check_frame(u32 count)
{
    for (u32 who = 0; who <= DEMUX_OWNERS; who++)
        for (u32 page = 0; page < FRAMES; page += FRAMES - 1) {
            cr2 = page * PAGE_SIZE + 0xfff;
            frames[page].tag = frame_tag_window(module(who));
            check(VECTOR_PF, UPS_CS, IMAGE(0), owner_of(VECTOR_PF, count, who));
            frames[page].tag = frame_tag_backing(module(who));
            check(VECTOR_PF, UPS_CS, IMAGE(0), NONE);
        }
}

/* Of the window that CR3 has, to its ends. */
static void check_window(u32 count, u32 slot, u32 who)
{
    const u32 low = WINDOW(slot & 7);
    const struct { u32 at, owner; } places[] = {
        { low - 1, NONE }, { low, who }, { low + WINDOW_SIZE - 1, who },
        { low + WINDOW_SIZE, NONE } };

    spaces[slot] = (struct space){
        .directory = (u32 *)DIRECTORY(slot), .owner = module(who),
        .map.low = low, .map.size = WINDOW_SIZE };
    for (u32 i = 0; i < ARRAY_SIZE(places); i++) {
        cr2 = places[i].at;
        cr3 = DIRECTORY(slot);
        check(VECTOR_PF, UPS_CS, IMAGE(0),
              owner_of(VECTOR_PF, count, places[i].owner));
        cr3 = DIRECTORY(slot) - PAGE_SIZE;
        check(VECTOR_PF, UPS_CS, IMAGE(0), NONE);
        cr3 = 0;                        /* as a slot that is free has it */
        check(VECTOR_PF, UPS_CS, IMAGE(0), NONE);
    }
    spaces[slot] = (struct space){ 0 };
}

static void check_pages(u32 count)
{
    static const u32 slots[] = { SPACE_FIRST, SPACES / 2, SPACES - 1 };

    check_frame(count);
    for (u32 i = 0; i < ARRAY_SIZE(slots); i++)
        for (u32 who = 0; who <= DEMUX_OWNERS; who++)
            check_window(count, slots[i], who);
}

static void check_owns(u32 vector, u32 count)
{
    for (u32 i = 0; i < DEMUX_OWNERS; i++) {
        CHECK_EQ(demux_owns(vector, module(i)), i < count);
        CHECK_EQ(demux_owns(vector ^ 1, module(i)), 0);
    }
    CHECK_EQ(demux_owns(vector, 0), 0);
}

int main(void)
{
    frame_table = frames;
    frame_table_bytes = sizeof(frames);
    for (u32 vector = 0; vector < DEMUX_VECTORS; vector++) {
        CHECK_EQ(demux_owns(vector, 0), 0);
        check(vector, UPS_CS, 0, NONE);
        for (u32 count = 0; count <= DEMUX_OWNERS; count++) {
            own(vector, count);
            check_owns(vector, count);
            if (!count)
                check(vector, UPS_CS, IMAGE(0), NONE);
            else if (vector == VECTOR_PF)
                check_pages(count);
            else
                check_image(vector, count);
            if (count)
                check_client(vector, count);
        }
        own(vector, 0);
    }
    check(DEMUX_VECTORS, UPS_CS, IMAGE(0), NONE);
    return check_done();
}

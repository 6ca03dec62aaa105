/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/space/area.c modules/lib/call/look.c core/lib/string.S */
/*
 * Descriptions of spaces at random, a few areas close to each other, and what
 * area_check() and area_check_segments() say, compared with a plain look at
 * each byte and each pair of areas.
 */
#include "../../modules/lib/space/area.h"
#include "../../modules/lib/space/parts.h"
#include "../../modules/api/far.h"

#include "check.h"
#include "random.h"

#include <string.h>

#define MOST 6u
#define ROUNDS 150000
#define FAR 0x90000000u                 /* an address of a segment's */

static struct { struct description d; struct area areas[MOST]; } made;
static struct description *const d = &made.d;
static u32 there_end;                   /* memory ends there */

static int query(u32 space, u32 address, struct region_info *info)
{
    CHECK_EQ(space, NMM_UPS);
    if (address >= there_end)
        return E_ADDRESS;
    *info = (struct region_info){ .status = REGION_USED, .region = 1,
                                  .base = 0, .size = there_end };
    return 1;
}

static const struct nmm table = { .query_region = query };
const struct nmm *volatile nmm = &table;

/* --- What it must say ----------------------------------------------------- */
static int meets(const struct area *a, const struct area *b)
{
    return (u64)a->address < (u64)b->address + b->size &&
           (u64)b->address < (u64)a->address + a->size;
}

static int is_sound(const struct area *a)
{
    return a->size && (u64)a->address + a->size <= 1ull << 32 &&
           a->most <= 7 && (a->access | a->most) == a->most &&
           a->kind < AREA_KINDS && memchr(a->object, 0, AREA_OBJECT) &&
           (a->object[0] ? !a->from : a->kind != AREA_ATTACHED);
}

/* What it says to be a part of goes on in it. */
static int is_joined(const struct area *a, const struct area *before)
{
    return before && before->kind == a->kind && before->most == a->most &&
           before->address + before->size == a->address &&
           before->part + before->size == a->part &&
           before->from == a->from && !strcmp(before->object, a->object) &&
           (!a->from || before->at + before->size == a->at) &&
           (!a->object[0] || before->place + before->size == a->place);
}

static int is_text(const struct area *a) { return a->kind == AREA_TEXT; }

static int expected_order(void)
{
    for (u32 i = 0; i < d->count; i++) {
        const struct area *a = &d->areas[i];
        if (!is_sound(a) || (a->part && !is_joined(a, i ? a - 1 : NULL)))
            return E_INVALID;
        for (u32 k = 0; k < i; k++) {
            const struct area *b = &d->areas[k];
            if (is_text(a) ? !is_text(b) || b->address >= a->address :
                             !is_text(b) && b->address >= a->address)
                return E_INVALID;
        }
        if (i && is_text(a) == is_text(a - 1) && meets(a, a - 1) &&
            !far_is(a[-1].address))
            return E_INVALID;
    }
    return 0;
}

static int is_text_at(u32 address)
{
    for (u32 i = 0; i < d->count; i++)
        if (is_text(&d->areas[i]) &&
            address - d->areas[i].address < d->areas[i].size)
            return 1;
    return 0;
}

static int expected_program(void)
{
    if (!d->program[0])
        return d->entry || d->stubs || d->text_end || d->finish || d->top ||
               d->data_end ? E_INVALID : 0;
    if (!is_text_at(d->entry) || d->stubs >= d->text_end ||
        d->finish < d->stubs || d->finish >= d->text_end)
        return E_INVALID;
    for (u32 at = d->stubs; at < d->text_end; at++)
        if (!is_text_at(at))
            return E_INVALID;
    return 0;
}

static int expected_segments(void)
{
    const int error = expected_order();

    return error ? error : expected_program();
}

static int expected_flat(void)
{
    const int error = expected_segments();

    for (u32 i = 0; !error && i < d->count; i++)
        for (u32 k = 0; k < i; k++)
            if (meets(&d->areas[i], &d->areas[k]))
                return E_NOT_APPLICABLE;
    return error ? error : d->data_end < d->text_end ? E_INVALID : 0;
}

/* --- Descriptions ---------------------------------------------------------- */
static void name(struct area *a)
{
    a->object[0] = random_below(2) ? 'n' : 'm';
    a->place = random_below(4);
    if (!random_below(3))
        memset(a->object, 'n', AREA_OBJECT);
}

/* Behind the last one, mostly; now and then it goes on, or something is odd. */
static void any_area(u32 i, u32 texts)
{
    struct area *a = &d->areas[i];
    const struct area *before = i ? a - 1 : NULL;

    memset(a, 0, sizeof(*a));
    a->address = i && i != texts ? before->address + before->size +
                                   random_below(3) - !random_below(9)
                                 : random_below(12);
    if (i > texts && !random_below(9))
        a->address = FAR + (i << 19);
    a->size = 1 + random_below(5);
    a->kind = i < texts ? AREA_TEXT : 1 + random_below(AREA_KINDS - 1);
    a->most = random_below(8);
    a->access = a->most & random_below(8);
    if (a->kind == AREA_ATTACHED)
        name(a);
    else if (!random_below(4))
        a->from = 1 + (int)random_below(2), a->at = random_below(8);
    if (before && !random_below(3)) {
        *a = *before;
        a->address = before->address + before->size;
        a->size = 1 + random_below(4);
        a->part = before->part + before->size;
        a->at = before->at + (a->from ? before->size : 0);
        a->place = before->place + (a->object[0] ? before->size : 0);
    }
}

/* One field of one area is another. */
static void spoil(void)
{
    struct area *a = &d->areas[random_below(d->count)];
    u32 *const word[] = { &a->address, &a->size, &a->access, &a->most,
                          &a->kind, &a->part, (u32 *)&a->from, &a->at,
                          &a->place };
    u32 *const at = word[random_below(ARRAY_SIZE(word))];

    *at = random_below(3) ? *at + random_below(5) - 2 :
          random_below(2) ? 0u - random_below(3) : random_below(9);
}

static void any_program(u32 texts)
{
    if (!texts || !random_below(3)) {
        if (!random_below(9))
            (&d->entry)[random_below(6)] = 1;
        return;
    }
    const struct area *last = &d->areas[texts - 1];
    const u32 end = last->address + last->size;

    d->program[0] = 'p';
    d->entry = random_below(end + 1);
    d->stubs = end - random_below(5);
    d->text_end = end + (random_below(9) ? 0 : random_below(3));
    d->finish = d->stubs + random_below(4) - !random_below(5);
    d->data_end = d->text_end + random_below(9) - !random_below(5);
}

static void any_description(void)
{
    const u32 count = random_below(MOST + 1);
    const u32 texts = random_below(count + 1);

    memset(d, 0, sizeof(*d));
    d->count = count;
    for (u32 i = 0; i < count; i++)
        any_area(i, texts);
    any_program(texts);
    if (count && random_below(2))
        spoil();
}

/* All of the list is memory, or a byte is missing. */
static void test_list(int segments, int whole)
{
    const u32 end = (u32)&d->areas[d->count];
    const u32 ends[] = { end - 1, (u32)d->areas, (u32)d->areas - 1,
                         end - sizeof(struct area) };

    there_end = end;
    CHECK_EQ(area_check_segments(d), segments);
    CHECK_EQ(area_check(d), whole);
    for (u32 i = 0; d->count && i < ARRAY_SIZE(ends); i++) {
        there_end = ends[i];
        CHECK_EQ(area_check_segments(d), E_ADDRESS);
        CHECK_EQ(area_check(d), E_ADDRESS);
    }
}

int main(void)
{
    u32 right = 0, over = 0;

    for (u32 i = 0; i < ROUNDS; i++) {
        any_description();
        const int segments = expected_segments(), whole = expected_flat();
        right += d->count > 1 && !whole;
        over += whole == E_NOT_APPLICABLE;
        test_list(segments, whole);
    }
    CHECK(right > ROUNDS / 50 && over > ROUNDS / 50);
    return check_done();
}

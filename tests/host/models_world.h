/* SPDX-License-Identifier: MIT */
/* What else a memory model finds around it, without a machine: the rest of the
 * library, and one client program. To be included once. */
#pragma once

#include "models_nmm.h"

#include "../../modules/api/area.h"

#include "../../modules/lib/ring3/ring3.h"
#include "../../modules/lib/space/asked.h"

#include "no_loans.h"
#include "world_modules.h"

const struct concurrency *volatile concurrency;
const struct { u32 dwords; void (*entry)(void); } client_entries[GATES_OF_CLIENT];
static u8 world_program[DATA_START + DATA_SIZE];

void spaces_drop_orphans(void) { world_orphans++; }
void spaces_take_owner(struct space_head *s) { CHECK(s->handle > 0); }
int spaces_prune(struct space_head *s) { return s && world_is_active; }
/* asked_map.S, by its C twin. */
int asked_map(int space, u32 address, u32 size, u32 access, u32 *at)
{
    return asked_map_far(space, address, size, access, at);
}

int client_run(int space, u32 argument) { return space + (int)argument; }
int client_run_near(int space, u32 argument) { return client_run(space, argument); }

static fault_hook *world_hook;           /* NULL: of segmented */

int client_faults_hold(fault_hook *hook)
{
    world_hook = hook;
    if (is_refused())
        return E_BUSY;
    world_holds++;
    return 0;
}

void client_faults_release(void) { world_holds--; }

int image_open_room(struct image *image, const char *name, u32 room)
{
    if (world_image_error)
        return world_image_error;
    *image = (struct image){ .name = name, .text_size = TEXT_SIZE,
                             .data_start = DATA_START, .room = room,
                             .size = sizeof(world_program) };
    image->object.align = 16;
    image->object.write_start = WRITE_START;
    image->memory = model_allocate(image->size + room, &image->region);
    if (!image->memory)
        return E_NOMEM;
    for (u32 i = 0; i < sizeof(world_program); i++)
        world_program[i] = image->memory[i] = (u8)(i * 7 + i / 256);
    return 0;
}

int image_open(struct image *image, const char *name)
{
    return image_open_room(image, name, 0);
}

void image_close(struct image *image) { model_release(&image->region); }

int image_place(struct image *image, u32 text, u32 data)
{
    image->text = text;
    image->data = data;
    image->entry = text + 16;
    image->finish = text + image->text_size - IMAGE_STUBS + IMAGE_FINISH;
    image->program = &world_manifest;
    return is_refused() ? E_MANIFEST : 0;
}

int client_place(struct image *image, u32 text, u32 data)
{
    return image_place(image, text, data);
}

u8 *image_stub(const struct image *image, u32 service)
{
    return image->memory + image->text_size - IMAGE_STUBS +
           service * IMAGE_STUB;
}

u8 *image_call(const struct image *image, u32 slot)
{
    return image->memory + image->text_size - (IMAGE_SLOTS - slot) * IMAGE_CALL;
}

/* --- A handle that is none ------------------------------------------------ */

#define WORLD_CALLS 17u

/* Each method that takes a space; copies are between `a` and `b`. */
static inline int world_call(u32 method, int a, int b)
{
    static struct { struct description is; struct area room; } described;
    const struct memory *m = &model_memory;
    struct memory_usage usage;
    u32 at = 0, word = 0;

    switch (method) {
    case 0: return m->destroy(a);
    case 1: return m->load(a, "program");
    case 2: return m->map(a, 0, PAGE_SIZE, RW, &at);
    case 3: return m->unmap(a, PAGE_SIZE, PAGE_SIZE);
    case 4: return m->grow(a, 4, &at);
    case 5: return m->share(a, PAGE_SIZE, PAGE_SIZE, b, R, &at);
    case 6: return m->share(b, PAGE_SIZE, PAGE_SIZE, a, R, &at);
    case 7: return m->attach(a, "object", PAGE_SIZE, R, &at);
    case 8: return m->read(a, PAGE_SIZE, &word, 4);
    case 9: return m->write(a, PAGE_SIZE, &word, 4);
    case 10: return m->usage(a, &usage);
    case 11: return m->protect(a, PAGE_SIZE, PAGE_SIZE, R);
    case 12: return m->copy(a);
    case 13: return m->export(a, &described.is, 1);
    case 14: return m->import(a, &described.is);
    case 15: return m->fetch(a, AREA_MAP, PAGE_SIZE, &word, 4);
    default: return m->fill(a, AREA_MAP, PAGE_SIZE, &word, 4);
    }
}

/* All say so, or that the model has no such method, and the next can be
 * called: nobody has kept the lock. */
static inline void world_no_handles(void)
{
    const int good = model_memory.create(), stale = model_memory.create();
    const u32 live = world_live();

    CHECK_EQ(model_memory.destroy(stale), 0);
    const int wrong[] = { stale, good + 256, -1, 0x7fffffff };
    for (u32 i = 0; i < ARRAY_SIZE(wrong); i++)
        for (u32 method = 0; method < WORLD_CALLS; method++) {
            const int answer = world_call(method, wrong[i], good);
            if (!CHECK(answer == E_HANDLE ||
                       (method > 10 && answer == E_NOT_APPLICABLE)))
                printf("    method %u: %d\n", method, answer);
            CHECK_EQ(model_holder, 0);
        }
    CHECK(world_live() < live);
    CHECK_EQ(model_memory.destroy(good), 0);
}

/* --- Each request of what makes something is refused in turn ------------- */

typedef int world_maker(u32 what, int made);

/* A space, its program, then the model's own. */
static inline int world_make(world_maker *make, u32 what, int *made)
{
    switch (what) {
    case 0: return *made = model_memory.create();
    case 1:
        world_is_called(1);
        const int result = model_memory.load(*made, "program");
        world_is_called(0);
        return result;
    default: return make(what - 2, *made);
    }
}

/* make: step `what`, of `steps`, in a space of its own, *made. What is refused
 * has changed nothing. Returns how often it was. */
static inline u32 world_refusals(world_maker *make, u32 steps, int *made)
{
    u32 tries = 0;

    for (u32 what = 0; what < steps + 2; what++)
        for (u32 n = 0;; n++, tries++) {
            const u32 live = world_live(), sum = world_sum();
            struct memory_usage before, after;
            model_memory.usage(0, &before);
            world_fail = (int)n;
            const int result = world_make(make, what, made);
            const int was_refused = world_fail < 0;
            world_fail = -1;
            if (!was_refused || result >= 0) {
                CHECK(result >= 0);
                break;
            }
            model_memory.usage(0, &after);
            CHECK_EQ(world_live(), live);
            CHECK_EQ(world_sum(), sum);
            CHECK(!memcmp(&before, &after, sizeof(before)));
        }
    world_check_presented(*made);
    return tries;
}

/* A space whose client runs stays, and so does one whose module others are
 * bound to; then it goes, once. */
static inline void world_destroy(int space)
{
    world_is_active = 1;
    CHECK_EQ(model_memory.destroy(space), E_ACTIVE);
    world_is_active = 0;
    if (spaces_find(space)->module) {
        world_leave_says = E_BUSY;
        CHECK_EQ(model_memory.destroy(space), E_BUSY);
        world_leave_says = 0;
    }
    CHECK_EQ(model_memory.destroy(space), 0);
    CHECK_EQ(model_memory.destroy(space), E_HANDLE);
}

/* One of these, at random; in one of 200 the space's life ends. */
static inline void world_step(u32 space, void (*const tests[])(u32), u32 count,
                              void (*life)(u32))
{
    if (random_below(200))
        tests[random_below(count)](space);
    else
        life(space);
    CHECK_EQ(model_holder, 0);
}

/* As many spaces as there can be; what is one too many leaves nothing. */
static inline void world_fill(u32 most)
{
    int spaces[SPACES_MAX + 1];
    const u32 before = world_live();

    for (u32 i = 0; i < most; i++)
        CHECK((spaces[i] = model_memory.create()) > 0);
    const u32 live = world_live();
    CHECK_EQ(model_memory.create(), E_FULL);
    CHECK_EQ(world_live(), live);
    for (u32 i = 0; i < most; i++)
        CHECK_EQ(model_memory.destroy(spaces[i]), 0);
    CHECK_EQ(world_live(), before);
}

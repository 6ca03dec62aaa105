/* SPDX-License-Identifier: MIT */
/* The model `debug`: its interfaces, and the model that it is put under. */
#include "model.h"

#include "call/there.h"

const struct memory *volatile memory;
const struct pages *volatile pages;
const struct steps *volatile steps;
const struct nmm *volatile nmm;

DEIMOS_SLOTS_(memory, 1, "memory");
DEIMOS_SLOTS_(pages, 1, "pages");
DEIMOS_SLOTS_(steps, 1, "steps");
DEIMOS_SLOTS_(nmm, 1, "nmm", .from = "nmm");

/* Is there such a space? No byte of it is asked for: usage() may count all of its
 * pages. That its memory cannot be reached now is no matter. */
static int check_space(int space)
{
    u8 none = 0;
    const int error = space ? memory->fetch(space, 0, 0, &none, 0) : E_HANDLE;

    return error > 0 || error == E_PAGING ? 0 : error;
}

static int off(int space)
{
    watch_remove_all(space);
    const int error = guard_remove_all(space);
    session_end_all(space);
    return error;
}

/* Room for one more: what was had of spaces that have gone is given back. */
static int make_room(int space)
{
    int gone;
    const int error = check_space(space);

    if (error < 0)
        return error;
    for (u32 i = 0; (gone = session_number(i)) >= 0; i++)
        if (gone && check_space(gone) == E_HANDLE)
            off(gone);
    if (!session_of(space))
        session_end_idle();
    return session_of(space) ? 0 : E_QUOTA;
}

static int watch(int space, u32 address, u32 size, u32 kinds)
{
    const int error = make_room(space);
    const int number = error < 0 ? error : watch_add(space, address, size, kinds);

    if (number < 0 || session_of(space))
        return number;
    watch_remove(number);       /* another space has taken the last place meanwhile */
    return E_QUOTA;
}

static int guard(int space, u32 size, u32 *at)
{
    const int error = make_room(space);

    if (error < 0)
        return error;
    return is_there(nmm, at, sizeof(*at)) ? guard_add(space, size, at) :
                                            E_ADDRESS;
}

/* Those to come are said first: a session that has some makes no room for another space
 * while the model is waited for. */
static int step(int space, u32 count)
{
    struct session *s;
    int error;

    do {
        error = make_room(space);
        s = session_find(space);
    } while (error >= 0 && !s);
    if (error < 0)
        return error;
    const u32 was = s->steps;
    s->steps = count;
    error = session_arm(s, space, count != 0);
    if (error < 0 && s->space == space)
        s->steps = was;
    if (error == E_HANDLE && !count)
        return check_space(space);      /* there are none */
    return error == E_UNBOUND ? E_NOT_APPLICABLE : error;
}

static int left(int space)
{
    const int error = check_space(space);
    const struct session *s = session_find(space);

    return error < 0 ? error : s ? (int)s->steps : 0;
}

static int take(struct debug_entry *entries, u32 room)
{
    if (room > ~0u / sizeof(*entries) ||
        !is_there(nmm, entries, room * sizeof(*entries)))
        return E_ADDRESS;
    return log_take(entries, room);
}

static void leave(void)
{
    off(0);
}

static const struct debug debug = {
    .watch = watch, .unwatch = watch_remove, .guard = guard,
    .unguard = guard_remove, .step = step, .left = left, .log = take,
    .lost = log_lost, .off = off,
};

static const struct watch told = {
    .touched = told_touched, .stepped = told_stepped, .paused = told_paused,
    .ended = told_ended,
};

DEIMOS_MODULE("debug", MODULE_SYSTEM, .exit = leave);
DEIMOS_INTERFACE("debug", "debug", debug, DEBUG_METHODS,
                 .pairs = "<moduleName, \"debug\">");
DEIMOS_INTERFACE("watch", "watch", told, WATCH_METHODS,
                 .pairs = "<moduleName, \"debug\">");

/* SPDX-License-Identifier: MIT */
#include "share.h"

#include "../space/loans.h"
#include "../space/parts.h"

/* ACCESS_OWN: to be taken back, if nobody else does. */
static int share(const struct part *part, struct space_head *to, u32 access,
                 u32 *at)
{
    u32 there, *place = &there;
    int error = part->is_own ? loans_add(to, part->size, model_sharing.unmap,
                                         &place) : 0;

    if (error < 0)
        return error;
    error = model_sharing.share(part, to, access, place);
    if (error < 0 && part->is_own)
        loans_forget();
    if (error >= 0 && at)
        *at = *place;
    return error;
}

/* The lock is held by this frame (lock.h): the model's part runs below it. */
int sharing_share(int handle, u32 address, u32 size, int other, u32 access,
                  u32 *at)
{
    struct part part = { .address = address, .size = size,
                         .is_own = (access & ACCESS_OWN) != 0 };
    const int given = model_sharing.access(access & ~ACCESS_OWN);
    const int error = given < 0 ? given : model_lock();
    struct space_head *to;

    if (error)
        return error;
    part.from = spaces_find(handle);
    to = spaces_find(other);
    return model_leave(part.from && to ?
                       share(&part, to, (u32)given, at) :
                       E_HANDLE);
}

/* Its place is known before it is made. */
static int attach(const struct attachment *wanted, u32 *at)
{
    const int found = backing_find(wanted);
    int number = model_sharing.place(wanted, found);

    if (number >= 0)
        number = backing_open(wanted, found);
    if (number < 0)
        return number;
    const int error = model_sharing.put(wanted, (u32)number, at);
    if (error >= 0)
        backing_known(wanted, (u32)number);
    return error;
}

int sharing_attach(int handle, const char *name, u32 size, u32 access, u32 *at)
{
    const int given = model_sharing.access(access);
    struct attachment wanted = { NULL, name, size, (u32)given };
    const int error = given < 0 ? given : model_lock();

    if (error)
        return error;
    wanted.space = spaces_find(handle);
    return model_leave(wanted.space ? attach(&wanted, at) : E_HANDLE);
}

/* SPDX-License-Identifier: MIT */
/* sources: modules/models/segmented/share.c modules/lib/sharing/share.c */
/* Attaching in `segmented`: what was refused leaves no object and no name. */
#include "../../modules/lib/sharing/share.h"
#include "../../modules/models/segmented/model.h"

#include "check.h"
#include "model_lock.h"
#include "no_loans.h"

static struct space space = { .client.head.handle = 1, .data = 1 };
static struct backing object = { .size = 8192 };
static u32 users, known;
static int find, open_error, set_error;

int backing_find(const struct attachment *w) { return w ? find : 0; }
struct backing *backing_at(u32 number) { return number ? &object : NULL; }
u32 client_limit(u32 size) { return (size + 4095) & ~4095u; }
u32 extent_pages(u32 size) { return (size + 4095) / 4096; }
u32 segment_selector(u32 far) { return (FAR_FIRST + far) << 3 | 7; }
struct space_head *spaces_find(int handle)
{
    return handle == 1 ? &space.client.head : NULL;
}

struct space *space_find(int handle) { return handle == 1 ? &space : NULL; }
struct space_head *spaces_slot(u32 i) { return i ? NULL : &space.client.head; }
int backing_open(const struct attachment *wanted, int found)
{
    CHECK(wanted && found == find);
    users += open_error == 0;
    return open_error ? open_error : 5;
}

void backing_known(const struct attachment *wanted, u32 number)
{
    CHECK(wanted && number == 5);
    known++;
}

void backing_release(u32 number)
{
    CHECK(!number || (number == 5 && users));
    users -= number != 0;
}

static u32 cleared;

int segment_set_far(const struct space *s, u32 far)
{
    cleared += !s->far[far].access;
    return s->far[far].access ? set_error : 0;
}

static int attach_one(u32 *at)
{
    return sharing_attach(1, "name", 100, ACCESS_READ, at);
}

/* Its descriptor may be there, whatever else is; an object that is there since is
 * none. */
static void test_end(u32 at)
{
    cleared = cuts = 0;
    model_sharing.unmap(&space.client.head, at, 100);
    CHECK_EQ(cleared, 1);
    CHECK_EQ(cuts, 1);
    CHECK_EQ(attach_one(NULL), 0);
    model_sharing.unmap(&space.client.head, at, 100);
    CHECK_EQ(users, FARS);
    CHECK_EQ(cleared, 1);
}

static void refused(int error)
{
    CHECK_EQ(attach_one(NULL), error);
    CHECK_EQ(users + known, 0);
    CHECK_EQ(space.far[0].access, 0);
}

int main(void)
{
    u32 at = 0;

    set_error = E_FULL;
    refused(E_FULL);
    set_error = 0;
    open_error = E_NOMEM;
    refused(E_NOMEM);
    open_error = 0;
    find = E_RIGHTS;
    refused(E_RIGHTS);
    find = 5;
    for (u32 i = 0; i < FARS; i++)
        CHECK_EQ(attach_one(&at), 0);
    CHECK_EQ(users, FARS);
    CHECK_EQ(known, FARS);
    CHECK_EQ(attach_one(NULL), E_FULL);
    CHECK_EQ(users, FARS);
    CHECK_EQ(share_detach(&space, at, 100), 0);
    CHECK_EQ(share_detach(&space, at, 100), E_RANGE);
    test_end(at);
    share_drop(&space);
    CHECK_EQ(users, 0);
    return check_done();
}

/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/sharing/share.c */
/* What a module gives for a time is known as a loan before it is there, and no more if
 * it is refused; what is given for good is none. */
#include "../../modules/api/memory.h"
#include "../../modules/lib/sharing/share.h"
#include "../../modules/lib/space/loans.h"

#include "check.h"
#include "model_lock.h"

#define SIZE 0x3000u
#define FROM 1
#define TO 2
#define PLACE 0x12345000u

static struct space_head spaces[2];
static u32 adds, forgets, shares, place;
static int add_says, share_says;

struct space_head *spaces_find(int handle)
{
    return handle == FROM || handle == TO ? &spaces[handle - FROM] : NULL;
}

static void unmap(struct space_head *space, u32 at, u32 size)
{
    CHECK(!space && !at && !size);
}

int loans_add(const struct space_head *space, u32 size,
              void (*how)(struct space_head *space, u32 at, u32 size), u32 **at)
{
    CHECK(locked && !shares);
    CHECK(space == &spaces[TO - FROM] && size == SIZE && how == unmap);
    adds++;
    *at = add_says < 0 ? NULL : &place;
    return add_says;
}

void loans_forget(void)
{
    CHECK(locked && shares);
    forgets++;
}

static int share(const struct part *part, struct space_head *to, u32 access, u32 *at)
{
    CHECK(part->from == &spaces[0] && to == &spaces[1] && part->size == SIZE);
    CHECK(access == ACCESS_READ && at && (at == &place) == !!part->is_own);
    shares++;
    *at = share_says < 0 ? 0 : PLACE;
    return share_says;
}

static int access_of(u32 access)
{
    return access == ACCESS_READ ? ACCESS_READ : E_INVALID;
}

const struct sharing model_sharing = {
    .access = access_of, .share = share, .unmap = unmap,
};

int backing_find(const struct attachment *w) { CHECK(!w); return E_INVALID; }
int backing_open(const struct attachment *w, int found) { CHECK(!w); return found; }
void backing_known(const struct attachment *w, u32 n) { CHECK(!w && !n); }

static void gives(u32 own, int added, int shared, int wants)
{
    const int says = own && added < 0 ? added : shared;
    u32 at = 0;

    adds = forgets = shares = place = 0;
    add_says = added;
    share_says = shared;
    CHECK_EQ(sharing_share(FROM, 0x1000, SIZE, TO, ACCESS_READ | own,
                           wants ? &at : NULL), says);
    CHECK_EQ(adds, own != 0);
    CHECK_EQ(shares, !own || added >= 0);
    CHECK_EQ(forgets, own && added >= 0 && shared < 0);
    CHECK_EQ(place, own && says >= 0 ? PLACE : 0);
    CHECK_EQ(at, wants && says >= 0 ? PLACE : 0);
    CHECK(!locked);
}

int main(void)
{
    static const u32 owns[] = { 0, ACCESS_OWN };
    static const int errors[] = { 0, E_FULL };

    for (u32 i = 0; i < 16; i++)
        gives(owns[i & 1], errors[i >> 1 & 1], errors[i >> 2 & 1], i >> 3);
    CHECK_EQ(sharing_share(3, 0, SIZE, TO, ACCESS_READ | ACCESS_OWN, NULL), E_HANDLE);
    CHECK_EQ(sharing_share(FROM, 0, SIZE, 3, ACCESS_READ | ACCESS_OWN, NULL), E_HANDLE);
    CHECK_EQ(sharing_share(FROM, 0, SIZE, TO, 8 | ACCESS_OWN, NULL), E_INVALID);
    model_holder = SOMEBODY;
    CHECK_EQ(sharing_share(FROM, 0, SIZE, TO, ACCESS_READ, NULL), E_ACTIVE);
    model_holder = 0;
    return check_done();
}

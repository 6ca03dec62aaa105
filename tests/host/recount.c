/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/sharing/recount.c modules/lib/sharing/backing.c
 * modules/lib/sharing/known.c modules/lib/space/extent.c modules/lib/space/spaces.c */
/*
 * Who has which memory, counted anew: whatever a thread that is no more has held or
 * not yet released, what somebody has stays, as often as they have it, and what nobody
 * has goes; and a name that it had not given as yet is nobody's.
 */
#include "../../modules/lib/sharing/named.c"

#include "check.h"
#include "random.h"

#define SPACES 3u
#define MANY 12u
#define RW (ACCESS_READ | ACCESS_WRITE)

struct one {
    struct space_head head;
    struct extents extents;
};

const char model_name[] = "model";
static struct one spaces[SPACES];
static u32 regions[4 * MANY + 1], made;     /* 1: it is there */

void spaces_take_owner(struct space_head *client) { CHECK(client != NULL); }
void model_report(const char *fmt, ...) { CHECK(!fmt); }

u32 model_uses(struct space_head *space, u32 number)
{
    return extent_uses(&((struct one *)space)->extents, number);
}

static int create_region(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info)
{
    static u8 memory[PAGE_SIZE];

    CHECK(space == NMM_UPS && !base && size == PAGE_SIZE && !flags);
    info->base = (u32)memory;
    info->size = size;
    CHECK(made < ARRAY_SIZE(regions) - 1);
    regions[++made] = 1;
    return (int)made;
}

static int destroy_region(u32 region)
{
    CHECK_EQ(regions[region], 1);
    regions[region] = 0;
    return 0;
}

static const struct nmm table = { .create_region = create_region,
                                  .destroy_region = destroy_region };
const struct nmm *volatile nmm = &table;

static u32 numbers[MANY + 1];       /* of backings */

static void has(u32 space, u32 number)
{
    CHECK(extent_add(&spaces[space].extents, &(struct extent){
        .base = PAGE_SIZE * (1 + spaces[space].extents.count),
        .size = PAGE_SIZE, .memory = number }) != NULL);
}

static int is_there(u32 number)
{
    const u32 region = backing_at(number)->region;

    return region && regions[region];
}

/* As often as anybody has it, and no more. */
static void release_all(u32 number, u32 users)
{
    for (; users; users--) {
        CHECK(is_there(number));
        backing_release(number);
    }
    CHECK(!is_there(number));
}

static void name(u32 number, const char *text)
{
    const struct attachment wanted = { &spaces[0].head, text, PAGE_SIZE, RW };

    backing_known(&wanted, number);
}

/* One more, one less or as many as somebody has: as the thread was lost. */
static void test_counts(void)
{
    for (u32 has_name = 0; has_name < 2; has_name++)
        for (u32 first = 0; first < 3; first++)
            for (u32 second = 0; second < 3; second++)
                for (u32 wrong = 0; wrong < 4; wrong++) {
                    const u32 n = (u32)backing_create(0, PAGE_SIZE);
                    const u32 users = first + second + has_name;
                    made = 0;
                    memset(&spaces[0].extents, 0, sizeof(struct extents));
                    memset(&spaces[2].extents, 0, sizeof(struct extents));
                    for (u32 i = 0; i < first; i++)
                        has(0, n);
                    for (u32 i = 0; i < second; i++)
                        has(2, n);
                    if (has_name)
                        name(n, "one");
                    backing_at(n)->users = wrong ? users + wrong - 1 : 1;
                    backing_recount();
                    CHECK_EQ(is_there(n), users != 0);
                    if (has_name)
                        CHECK_EQ(backing_find(&(struct attachment){
                            &spaces[0].head, "one", PAGE_SIZE, RW }), (int)n);
                    if (users)
                        release_all(n, users);
                    memset(names, 0, sizeof(names));
                }
    memset(&spaces[0].extents, 0, sizeof(struct extents));
    memset(&spaces[2].extents, 0, sizeof(struct extents));
}

/* Up to the last one that there can be. */
static void test_many(void)
{
    const u32 last = BACKINGS;

    for (u32 i = 1; i <= MANY; i++) {
        numbers[i] = (u32)backing_create(0, PAGE_SIZE);
        if (i % 3)
            has(i % SPACES, numbers[i]);
    }
    *backing_at(last) = (struct backing){ .region = ++made, .users = 7 };
    regions[made] = 1;
    backing_recount();
    for (u32 i = 1; i <= MANY; i++)
        CHECK_EQ(is_there(numbers[i]), i % 3 != 0);
    CHECK(!is_there(last));
}

/* It was lost before the object knew its name: whoever wants that makes it anew. */
static void test_names(void)
{
    const u32 n = numbers[1], other = numbers[2];
    const struct attachment wanted = { &spaces[1].head, "begun", PAGE_SIZE, RW };

    name(n, "whole");
    names[5] = (struct named){ .backing = n, .text = "begun" };
    names[BACKING_NAMES - 1] = (struct named){ .backing = other, .text = "last" };
    CHECK_EQ(backing_find(&wanted), (int)n);
    backing_recount();
    CHECK_EQ(backing_find(&wanted), 0);
    CHECK(!names[5].backing && !names[BACKING_NAMES - 1].backing);
    CHECK(!strcmp(backing_name(n), "whole") && !*backing_name(other));
    CHECK(backing_is_known(&spaces[0].head, "whole"));
    CHECK(is_there(n) && is_there(other));
}

int main(void)
{
    for (u32 i = 0; i < SPACES; i++)
        CHECK(spaces_add(&spaces[i].head) > 0);
    test_counts();
    test_many();
    test_names();
    return check_done();
}

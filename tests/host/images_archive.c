/* SPDX-License-Identifier: MIT */
/* sources: core/lib/format.c core/lib/string.S */
/*
 * The boot archive as a source of images: names of every length, and each
 * thing that a caller names that may lie outside its memory or be too small.
 */
#include "../../core/wrapper/archive.c"

#include "check.h"

#define SIZE 600u                       /* of the image */
#define ROOM 700u

struct archive boot_archive;

static u8 image[SIZE], room[ROOM];
static const char *present;             /* the one member */
static struct images_place place;
/* What the caller may touch: all but one of these. */
static u32 outside;
enum { NOTHING, PLACE, NAME, TO };

void *user_pointer(saddr_t address, u32 size)
{
    if (address == (saddr_t)&place)
        return outside == PLACE || size != sizeof(place) ? NULL : &place;
    CHECK(address == (saddr_t)room && size == SIZE);
    return outside == TO ? NULL : room;
}

int user_string(saddr_t address, char *to, u32 size)
{
    const u32 length = strlen((const char *)address);

    CHECK_EQ(size, NAME_SIZE);
    if (outside == NAME)
        return E_ADDRESS;
    if (length >= size)
        return E_RANGE;
    memcpy(to, (const char *)address, length + 1);
    return (int)length;
}

int archive_find(const struct archive *archive, const char *name,
                 struct archive_member *member)
{
    CHECK(archive == &boot_archive);
    if (!present || strcmp(name, present))
        return E_NOTFOUND;
    member->data = image;
    member->size = SIZE;
    return 0;
}

static int call(u32 method, u32 argument)
{
    struct gate_call call = { .arg = { argument } };

    return (int)archive_wrapper.table[method](&call, NULL);
}

static int sized(const char *name)
{
    return call(0, (u32)name);
}

static int copied(const char *name, u32 size)
{
    place = (struct images_place){ name, room, size };
    for (u32 i = 0; i < ROOM; i++)
        room[i] = 0xee;
    return call(1, (u32)&place);
}

/* All of it or nothing, and not a byte behind it. */
static void check_room(int is_copied)
{
    for (u32 i = 0; i < ROOM; i++)
        if (!CHECK_EQ(room[i], is_copied && i < SIZE ? image[i] : 0xee))
            break;
}

static void test_names(void)
{
    char name[48], path[80];
    struct image_bytes bytes;

    for (u32 length = 1; length < sizeof(name); length++) {
        for (u32 i = 0; i < length; i++)
            name[i] = (char)('a' + i % 26);
        name[length] = 0;
        format(path, sizeof(path), "modules/%s.o", name);
        present = path;
        const int is_name = length < NAME_SIZE;
        CHECK_EQ(sized(name), is_name ? (int)SIZE : E_NOTFOUND);
        CHECK_EQ(copied(name, SIZE), is_name ? (int)SIZE : E_NOTFOUND);
        check_room(is_name);
        bytes = (struct image_bytes){ .region = 7, .at = 8 };
        CHECK_EQ(archive_wrapper.image(name, &bytes),
                 length <= NAME_SIZE ? E_OK : E_NOTFOUND);
        if (length <= NAME_SIZE)
            CHECK(bytes.data == image && bytes.size == SIZE &&
                  !bytes.region && !bytes.at);
        path[MEMBER_SIZE - 1] = 0;      /* a name that is cut is another */
        if (length > NAME_SIZE)
            CHECK_EQ(archive_wrapper.image(name, &bytes), E_NOTFOUND);
        present = "modules/other.o";
        CHECK_EQ(sized(name), E_NOTFOUND);
        CHECK_EQ(copied(name, SIZE), E_NOTFOUND);
        CHECK_EQ(archive_wrapper.image(name, &bytes), E_NOTFOUND);
    }
}

static void test_refused(void)
{
    present = "modules/some.o";
    CHECK_EQ(sized(""), E_NOTFOUND);
    CHECK_EQ(copied("some", ROOM), SIZE);
    check_room(1);
    CHECK_EQ(copied("some", SIZE - 1), E_RANGE);
    CHECK_EQ(copied("some", 0), E_RANGE);
    for (outside = PLACE; outside <= TO; outside++) {
        CHECK_EQ(copied("some", SIZE), E_ADDRESS);
        check_room(0);
        CHECK_EQ(sized("some"), outside == NAME ? E_ADDRESS : (int)SIZE);
    }
    outside = NOTHING;
    CHECK_EQ(archive_wrapper.count, 2);
}

int main(void)
{
    for (u32 i = 0; i < SIZE; i++)
        image[i] = (u8)(i * 13);
    test_names();
    test_refused();
    return check_done();
}

/* SPDX-License-Identifier: MIT */
/* sources: core/image/archive.c core/lib/crc32.c core/lib/format.c */
/* The ustar reader: a sound archive, each kind of damage, any damage. */
#include "../../core/image/archive.h"

#include <stdlib.h>
#include <string.h>

#include "../../core/api/error.h"
#include "check.h"

#define BLOCK 512
#define SIZE "malformed or too large size"
#define KIND "neither a file nor a directory"
#define IMAGE_MAX (16 * BLOCK)

static u8 image[IMAGE_MAX];
static u32 size;
static struct archive archive;
static struct archive_reason reason;

static void seal(char *header)
{
    u32 sum = 0;

    memset(header + 148, ' ', 8);
    for (u32 i = 0; i < BLOCK; i++)
        sum += (u8)header[i];
    snprintf(header + 148, 7, "%06o", sum);
    header[154] = 0;
}

/* Append a member; its header, to be damaged and sealed again. */
static char *add(const char *name, const char *data, char type)
{
    char *header = (char *)image + size;
    u32 length = (u32)strlen(data);

    memset(header, 0, BLOCK);
    strncpy(header, name, 100);
    strcpy(header + 100, "0000644");
    snprintf(header + 124, 12, "%011o", length);
    strcpy(header + 136, "00000000000");
    header[156] = type;
    memcpy(header + 257, "ustar\00000", 8);
    seal(header);
    memcpy(image + size + BLOCK, data, length);
    size += BLOCK + (length + BLOCK - 1) / BLOCK * BLOCK;
    return header;
}

static void start(void)
{
    memset(image, 0, sizeof(image));
    size = 0;
}

/* Check an exact copy, so that a read beyond it is seen. */
static int check(u32 length)
{
    static u8 *copy;

    free(copy);
    copy = malloc(length ? length : 1);
    memcpy(copy, image, length);
    return archive_check(&archive, copy, length, &reason);
}

static int finish(void)
{
    size += 2 * BLOCK;
    return check(size);
}

static void refuse(u32 offset, const char *text)
{
    char whole[120];

    size += 2 * BLOCK;
    CHECK_EQ(check(size), E_ARCHIVE);
    CHECK_EQ(archive.members, 0);
    CHECK_EQ(reason.offset, offset);
    snprintf(whole, sizeof(whole), "offset %u: %s", offset, text);
    if (!CHECK(!strcmp(reason.text, whole)))
        printf("    %s\n", reason.text);
    CHECK_EQ(archive_check(&archive, image, size, NULL), E_ARCHIVE);
}

static void make_sound(void)
{
    char *header;

    start();
    add("modules/", "", '5');
    add("modules/hello.o", "hello, world", '0');
    add("./lua/main.lua", "print(1)", 0);
    add("empty", "", '0');
    header = add("tail", "x", '0');
    strcpy(header + 345, "a/prefix");
    seal(header);
}

static void member(u32 index, const char *name, const char *data)
{
    struct archive_member at, found;

    CHECK_EQ(archive_at(&archive, index, &at), 0);
    CHECK(strcmp(at.name, name) == 0);
    CHECK_EQ(at.size, strlen(data));
    CHECK(memcmp(at.data, data, at.size) == 0);
    CHECK_EQ(archive_find(&archive, name, &found), 0);
    CHECK(found.data == at.data);
}

static void sound(void)
{
    struct archive_member none;

    make_sound();
    CHECK_EQ(finish(), 0);
    CHECK_EQ(archive.members, 4);
    member(0, "modules/hello.o", "hello, world");
    member(1, "lua/main.lua", "print(1)");
    member(2, "empty", "");
    member(3, "a/prefix/tail", "x");
    CHECK_EQ(archive_at(&archive, 4, &none), E_NOTFOUND);
    CHECK_EQ(archive_find(&archive, "modules/", &none), E_NOTFOUND);
    CHECK_EQ(archive_find(&archive, "tail", &none), E_NOTFOUND);
    CHECK_EQ(archive_find(&archive, "", &none), E_NOTFOUND);
    size += 7;                  /* more zeros: tar pads to records */
    CHECK_EQ(check(size), 0);
}

static void longest_name(void)
{
    char *header, name[ARCHIVE_NAME_SIZE];

    start();
    header = add("", "data", '0');
    memset(header, 'n', 100);
    memset(header + 345, 'p', 155);
    seal(header);
    CHECK_EQ(finish(), 0);
    memset(name, 'p', 155);
    name[155] = '/';
    memset(name + 156, 'n', 100);
    name[256] = 0;
    member(0, name, "data");
}

/* One field of the second of two headers is changed. */
static void damage(u32 at, const char *bytes, u32 length, int resealed,
                   const char *text)
{
    start();
    add("first", "1", '0');
    char *header = add("second", "2", '0');
    memcpy(header + at, bytes, length);
    if (resealed)
        seal(header);
    refuse(2 * BLOCK, text);
}

static void damaged_headers(void)
{
    damage(257, "usta\0\0", 6, 1, "no ustar header here");
    damage(257, "ustar  ", 8, 1,
           "a GNU tar header; make the archive with --format=ustar");
    damage(263, "01", 2, 1, "unknown version of ustar");
    damage(0, "S", 1, 0, "wrong checksum");
    damage(147, "\1", 1, 0, "wrong checksum");  /* beside the checksum itself */
    damage(156, "\1", 1, 0, "wrong checksum");
    damage(BLOCK - 1, "\1", 1, 0, "wrong checksum");
    damage(148, "00x", 3, 0, "malformed checksum");
    damage(124, "0000000000x", 11, 1, SIZE);
    damage(124, "            ", 12, 1, SIZE);
    damage(124, "000000000001", 12, 1, SIZE);
    damage(124, "000000000001 ", 13, 1, SIZE);  /* it ends in the next field */
    damage(124, "           ", 12, 1, SIZE);  /* no digit */
    damage(124, "\0\0\0\0\0\0\0\0\0\0\0", 12, 1, SIZE);
    damage(124, "40000000000", 11, 1, SIZE);
    damage(124, "77777777777", 11, 1, SIZE);
    damage(124, "\x80\0\0\0\0\0\0\0\0\0\0\1", 12, 1, SIZE);
    damage(124, "37777777777", 11, 1, "member is cut off: second");
    damage(124, "00000010000", 11, 1, "member is cut off: second");
    damage(156, "1", 1, 1, KIND);
    damage(156, "2", 1, 1, KIND);
    damage(156, "x", 1, 1, KIND);
    damage(156, "L", 1, 1, KIND);
    damage(156, "5", 1, 1, "a directory with a size");
    damage(0, "\0", 1, 1, "a member without a name");
    damage(0, "./\0", 3, 1, "a member without a name");
    damage(0, "first", 6, 1, "name is there twice: first");
    damage(0, "./first", 8, 1, "name is there twice: first");
}

/* What a terminal would obey is not in the reason. */
static void unprintable(void)
{
    start();
    add("a\x1b[1m", "1", '0');
    add("a\x1b[1m", "1", '0');
    refuse(2 * BLOCK, "name is there twice: a?[1m");
    for (const char *s = reason.text; *s; s++)
        CHECK(*s >= ' ' && *s <= '~');
}

static void damaged_ends(void)
{
    start();
    add("first", "1", '0');
    CHECK_EQ(check(size), E_ARCHIVE);
    CHECK(strstr(reason.text, "no zero blocks at the end"));
    CHECK_EQ(check(size + BLOCK), E_ARCHIVE);
    CHECK(strstr(reason.text, "one zero block"));
    CHECK_EQ(check(size + 2 * BLOCK), 0);
    image[size + 3 * BLOCK] = 1;
    CHECK_EQ(check(size + 4 * BLOCK), E_ARCHIVE);
    CHECK(strstr(reason.text, "data after the end"));
}

static void too_many(void)
{
    u8 *many = calloc(ARCHIVE_MEMBERS + 3, BLOCK);
    char name[16];
    u32 length = 0;

    for (u32 i = 0; i <= ARCHIVE_MEMBERS; i++) {
        snprintf(name, sizeof(name), "m%u", i);
        start();
        memcpy(many + length, add(name, "", '0'), BLOCK);
        length += BLOCK;
        if (i == ARCHIVE_MEMBERS - 1)
            CHECK_EQ(archive_check(&archive, many, length + 2 * BLOCK, NULL),
                     0);
    }
    CHECK_EQ(archive_check(&archive, many, length + 2 * BLOCK, &reason),
             E_ARCHIVE);
    CHECK(strstr(reason.text, "too many"));
    free(many);
}

static void read_all(void)
{
    struct archive_member at, found;
    u32 sum = 0;

    for (u32 i = 0; i < archive.members; i++) {
        CHECK_EQ(archive_at(&archive, i, &at), 0);
        CHECK_EQ(archive_find(&archive, at.name, &found), 0);
        CHECK(found.data == at.data);
        for (u32 k = 0; k < at.size; k++)
            sum += at.data[k];
    }
    CHECK(sum < IMAGE_MAX * 256u);
}

static void any_damage(void)
{
    make_sound();
    size += 2 * BLOCK;
    for (u32 length = 0; length < size; length++)
        CHECK_EQ(check(length), E_ARCHIVE);
    for (u32 bit = 0; bit < size * 8; bit++) {
        image[bit / 8] ^= (u8)(1 << bit % 8);
        if (check(size) == 0)
            read_all();
        image[bit / 8] ^= (u8)(1 << bit % 8);
    }
}

/* Damage that the checksum does not catch: headers are sealed again. */
static void fuzz(void)
{
    u32 seed = 3, headers[] = { 0, 1, 3, 5, 6 };

    for (u32 i = 0; i < 50000; i++) {
        make_sound();
        size += 2 * BLOCK;
        for (u32 k = 0; k < 3; k++) {
            seed = seed * 1664525 + 1013904223;
            char *header = (char *)image +
                           headers[(seed >> 24) % 5] * BLOCK;
            u32 at = (seed >> 20) & 1 ? 124 + (seed >> 8) % 12
                                      : (seed >> 8) % BLOCK;
            header[at] = (char)(seed >> 21 & 1 ? '0' + (seed >> 16) % 8
                                               : seed >> 16);
            seal(header);
        }
        if (check(size) == 0)
            read_all();
    }
}

int main(void)
{
    sound();
    longest_name();
    damaged_headers();
    unprintable();
    damaged_ends();
    too_many();
    any_damage();
    fuzz();
    CHECK_EQ(check(0), E_ARCHIVE);
    return check_done();
}

/* SPDX-License-Identifier: MIT */
/*
 * The boot archive's reader (POSIX.1-1988, 10.1.1).
 *
 * Invariant: offsets are multiples of BLOCK, and only header[0] to
 * header[members - 1] have been checked.
 */
#include "archive.h"

#include "../api/error.h"
#include "../lib/crc32.h"
#include "../lib/format.h"
#include "../lib/string.h"

#define BLOCK 512u

struct archive boot_archive;

struct header {
    char name[100];         /*   0 */
    char mode[8];           /* 100 */
    char uid[8];            /* 108 */
    char gid[8];            /* 116 */
    char size[12];          /* 124 */
    char mtime[12];         /* 136 */
    char checksum[8];       /* 148 */
    char type;              /* 156 */
    char link[100];         /* 157 */
    char magic[6];          /* 257 */
    char version[2];        /* 263 */
    char user[32];          /* 265 */
    char group[32];         /* 297 */
    char major[8];          /* 329 */
    char minor[8];          /* 337 */
    char prefix[155];       /* 345 */
    char padding[12];       /* 500 */
};

_Static_assert(sizeof(struct header) == BLOCK, "a header is one block");
_Static_assert(offsetof(struct header, prefix) == 345, "ustar header");

static const struct header *header_at(const struct archive *archive,
                                      u32 offset)
{
    return (const void *)(archive->image + offset);
}

static int refuse(struct archive *archive, struct archive_reason *reason,
                  u32 offset, const char *what, const char *name)
{
    archive->members = 0;
    if (!reason)
        return E_ARCHIVE;
    reason->offset = offset;
    format(reason->text, sizeof(reason->text), "offset %u: %s%s%.64s", offset,
           what, *name ? ": " : "", name);
    format_printable(reason->text);
    return E_ARCHIVE;
}

/* Octal digits after blanks, ended by a blank or a NUL; 0 if malformed. */
static int read_octal(const char *field, u32 width, u32 *value)
{
    u32 i = 0, digits = 0, n = 0;

    while (i < width && field[i] == ' ')
        i++;
    for (; i < width && field[i] >= '0' && field[i] <= '7'; i++, digits++) {
        if (n >> 29)
            return 0;
        n = n << 3 | (u32)(field[i] - '0');
    }
    if (!digits || i == width || (field[i] != ' ' && field[i] != 0))
        return 0;
    *value = n;
    return 1;
}

/* The sum of the header's bytes, with blanks for the checksum's own. */
static u32 header_sum(const struct header *header)
{
    const u8 *byte = (const void *)header;
    const u32 first = offsetof(struct header, checksum);
    u32 sum = 0;

    for (u32 i = 0; i < BLOCK; i++)
        sum += i >= first && i < first + sizeof(header->checksum) ? ' '
                                                                  : byte[i];
    return sum;
}

static int is_zero(const u8 *byte, u32 size)
{
    while (size--)
        if (*byte++)
            return 0;
    return 1;
}

static u32 field_copy(char *to, const char *field, u32 width)
{
    u32 length = 0;

    for (; length < width && field[length]; length++)
        to[length] = field[length];
    return length;
}

static void header_name(const struct header *header, char *to)
{
    char whole[ARCHIVE_NAME_SIZE];
    const char *name = whole;
    u32 length = field_copy(whole, header->prefix, sizeof(header->prefix));

    if (length)
        whole[length++] = '/';
    length += field_copy(whole + length, header->name, sizeof(header->name));
    whole[length] = 0;
    while (name[0] == '.' && name[1] == '/')
        name += 2;
    memcpy(to, name, length - (u32)(name - whole) + 1);
}

static u32 hash(const char *name)
{
    return crc32(0, name, (u32)strlen(name));
}

/* What is wrong with a header as such, or NULL. */
static const char *header_fault(const struct header *header)
{
    u32 number;

    if (memcmp(header->magic, "ustar ", 6) == 0)
        return "a GNU tar header; make the archive with --format=ustar";
    if (memcmp(header->magic, "ustar", 6) != 0)
        return "no ustar header here";
    if (memcmp(header->version, "00", 2) != 0)
        return "unknown version of ustar";
    if (!read_octal(header->checksum, sizeof(header->checksum), &number))
        return "malformed checksum";
    if (number != header_sum(header))
        return "wrong checksum";
    if (!read_octal(header->size, sizeof(header->size), &number))
        return "malformed or too large size";
    if (header->type == '5')
        return number ? "a directory with a size" : NULL;
    if (header->type != '0' && header->type != 0)
        return "neither a file nor a directory";
    return NULL;
}

static int add_member(struct archive *archive, u32 offset,
                      struct archive_reason *reason)
{
    struct archive_member member, other;

    header_name(header_at(archive, offset), member.name);
    if (!*member.name)
        return refuse(archive, reason, offset, "a member without a name", "");
    if (archive_find(archive, member.name, &other) == 0)
        return refuse(archive, reason, offset, "name is there twice",
                      member.name);
    if (archive->members == ARCHIVE_MEMBERS)
        return refuse(archive, reason, offset, "too many members: 512 is the limit", "");
    archive->header[archive->members] = offset;
    archive->hash[archive->members++] = hash(member.name);
    return 0;
}

/* One header and its data; moves *offset behind both. */
static int check_member(struct archive *archive, u32 *offset,
                        struct archive_reason *reason)
{
    const struct header *header = header_at(archive, *offset);
    const char *fault = header_fault(header);
    char name[ARCHIVE_NAME_SIZE];
    u32 size = 0, room = archive->size - *offset - BLOCK;

    if (fault)
        return refuse(archive, reason, *offset, fault, "");
    read_octal(header->size, sizeof(header->size), &size);
    if (size > room || (BLOCK - size % BLOCK) % BLOCK > room - size) {
        header_name(header, name);
        return refuse(archive, reason, *offset, "member is cut off", name);
    }
    int error = header->type == '5' ? 0 : add_member(archive, *offset, reason);
    *offset += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    return error;
}

static int check_end(struct archive *archive, u32 offset,
                     struct archive_reason *reason)
{
    u32 rest = archive->size - offset;

    if (rest < 2 * BLOCK)
        return refuse(archive, reason, offset,
                      "cut off: the end has one zero block, not two", "");
    if (!is_zero(archive->image + offset, rest))
        return refuse(archive, reason, offset, "data after the end", "");
    return 0;
}

int archive_check(struct archive *archive, const void *image, u32 size,
                  struct archive_reason *reason)
{
    u32 offset = 0;

    archive->image = image;
    archive->size = size;
    archive->members = 0;
    while (size - offset >= BLOCK) {
        if (is_zero(archive->image + offset, BLOCK))
            return check_end(archive, offset, reason);
        int error = check_member(archive, &offset, reason);
        if (error)
            return error;
    }
    return refuse(archive, reason, offset,
                  "cut off: no zero blocks at the end", "");
}

int archive_at(const struct archive *archive, u32 index,
               struct archive_member *member)
{
    if (index >= archive->members)
        return E_NOTFOUND;
    u32 offset = archive->header[index];
    const struct header *header = header_at(archive, offset);

    header_name(header, member->name);
    read_octal(header->size, sizeof(header->size), &member->size);
    member->data = archive->image + offset + BLOCK;
    return 0;
}

int archive_find(const struct archive *archive, const char *name,
                 struct archive_member *member)
{
    u32 wanted = hash(name);

    for (u32 i = 0; i < archive->members; i++) {
        if (archive->hash[i] != wanted)
            continue;
        archive_at(archive, i, member);
        if (strcmp(member->name, name) == 0)
            return 0;
    }
    return E_NOTFOUND;
}

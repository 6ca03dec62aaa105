/* SPDX-License-Identifier: MIT */
/*
 * The boot archive: a POSIX ustar archive in memory, read in place.
 *
 * archive_check() reads all of it once and refuses it as a whole; after
 * that, find and at cannot fail but for a name or an index that is not
 * there. Directories are passed over; a leading "./" is no part of a name.
 */
#pragma once

#include "../api/types.h"

/* At most; directories not counted. ORDER results/boot/image.lua. */
#define ARCHIVE_MEMBERS 512
#define ARCHIVE_NAME_SIZE 260       /* prefix, '/', name, NUL */
#define ARCHIVE_REASON_SIZE 160

struct archive {
    const u8 *image;
    u32 size;
    u32 members;
    u32 header[ARCHIVE_MEMBERS];    /* offsets in the image */
    u32 hash[ARCHIVE_MEMBERS];      /* of the names */
};

extern struct archive boot_archive; /* the system's own */

struct archive_member {
    const u8 *data;                 /* in the image; aligned to 512 in it */
    u32 size;
    char name[ARCHIVE_NAME_SIZE];
};

struct archive_reason {
    u32 offset;                     /* of the header that is damaged */
    char text[ARCHIVE_REASON_SIZE]; /* names the offset, too */
};

/*
 * 0, or E_ARCHIVE with a reason (may be NULL) and no members: a header with
 * a wrong magic, checksum, number or type, a member that is cut off or there
 * twice, no end (two zero blocks), or something other than zeros behind it.
 */
int archive_check(struct archive *archive, const void *image, u32 size,
                  struct archive_reason *reason);

/* The member of that name: 0 or E_NOTFOUND. */
int archive_find(const struct archive *archive, const char *name,
                 struct archive_member *member);

/* Member `index`, in archive order: 0 or E_NOTFOUND. */
int archive_at(const struct archive *archive, u32 index,
               struct archive_member *member);

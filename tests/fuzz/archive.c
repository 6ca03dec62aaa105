/* SPDX-License-Identifier: MIT */
/* sources: core/image/archive.c core/lib/crc32.c core/lib/format.c */
/*
 * The archive's reader: a sound archive's members lie inside it, and each is
 * found by its name. Checksums are mended first, or no input would get by
 * them; the first byte says for how many headers.
 */
#include "../../core/image/archive.h"
#include "fuzz.h"

#define BLOCK 512u
#define CHECKSUM 148u           /* offset in a header: 6 digits, NUL, blank */

static struct archive archive;
static struct archive_reason reason;

static void mend(u8 *header)
{
    char digits[8];
    u32 sum = 0;

    memset(header + CHECKSUM, ' ', 8);
    for (u32 i = 0; i < BLOCK; i++)
        sum += header[i];
    snprintf(digits, sizeof(digits), "%06o", sum & 0777777);
    memcpy(header + CHECKSUM, digits, 7);
}

static void mend_all(u8 *image, size_t size, u32 count)
{
    static const u8 magic[6] = "ustar";

    for (size_t at = 0; count && at + BLOCK <= size; at += BLOCK) {
        if (memcmp(image + at + 257, magic, sizeof(magic)))
            continue;
        mend(image + at);
        count--;
    }
}

static void check_members(const u8 *image, size_t size)
{
    struct archive_member at, found;

    for (u32 i = 0; i < archive.members; i++) {
        FUZZ_CHECK(archive_at(&archive, i, &at) == 0);
        FUZZ_CHECK(at.data >= image && at.size <= size &&
                   (size_t)(at.data - image) <= size - at.size);
        FUZZ_CHECK(memchr(at.name, 0, sizeof(at.name)));
        FUZZ_CHECK(archive_find(&archive, at.name, &found) == 0);
        FUZZ_CHECK(found.data == at.data && found.size == at.size);
    }
    FUZZ_CHECK(archive_at(&archive, archive.members, &at) < 0);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
    if (!size)
        return 0;
    u8 *image = fuzz_copy(data + 1, size - 1, 0);
    mend_all(image, size - 1, data[0]);
    if (archive_check(&archive, image, (u32)size - 1, &reason) == 0)
        check_members(image, size - 1);
    else
        FUZZ_CHECK(archive.members == 0 && memchr(reason.text, 0,
                                                  sizeof(reason.text)));
    free(image);
    return 0;
}

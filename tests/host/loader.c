/* SPDX-License-Identifier: MIT */
/* sources: core/loader core/lib/crc32.c core/lib/format.c */
/*
 * The default loader as the CM calls it: what it says of a loaded object, and
 * that of a refused one no region is left, whichever step refuses.
 */
#include "../../core/image/loader.h"

#include <stdlib.h>
#include <string.h>

#include "../../core/api/error.h"
#include "../../core/image/exports.h"
#include "check.h"
#include "elf_builder.h"

#define OWNER 0x5001
#define REGION 77
#define SIZE (PAGE_SIZE + 16)           /* of the sound object's image */

const void *image_entry(const struct core_exports *exports);

static struct {
    u32 regions, requests;
    int error;                          /* of the next request */
    int is_unreachable;                 /* what it gets */
    u32 shift;                          /* bytes that its base is beside a page */
    u8 *memory;
} world;

static struct builder object;
static struct loaded loaded;
static char reason[REASON_SIZE];

static int region_create(u32 owner, u32 space, u32 base, u32 size, u32 flags,
                         u32 *handle, u32 *at)
{
    CHECK_EQ(owner, OWNER);
    CHECK_EQ(space, NMM_UPS);
    CHECK_EQ(base, 0);
    CHECK_EQ(flags, REGION_IMAGE);
    CHECK(size == SIZE || size == 16);
    world.requests++;
    if (world.error)
        return world.error;
    world.regions++;
    *handle = REGION;
    *at = (u32)world.memory + world.shift;
    return 0;
}

static int region_destroy(u32 region)
{
    CHECK_EQ(region, REGION);
    CHECK_EQ(world.regions, 1);
    world.regions--;
    return 0;
}

static void *user_pointer(saddr_t address, u32 size)
{
    CHECK(size == SIZE || size == 16);
    return world.is_unreachable ? NULL : (void *)address;
}

static const struct core_exports core_exports = {
    .region_create = region_create, .region_destroy = region_destroy,
    .user_pointer = user_pointer,
};

/* Text of 32 bytes, a manifest of 16, data of 16; text names the data. */
static void make(const char *manifest, const char *second, u32 type)
{
    static const u8 zeros[32];
    u32 text, data;

    builder_init(&object);
    text = builder_section(&object, ".text", SHT_PROGBITS,
                           SHF_ALLOC | SHF_EXECINSTR, zeros, 32, 16);
    builder_section(&object, manifest, SHT_PROGBITS, SHF_ALLOC, zeros, 16, 4);
    builder_section(&object, second, SHT_PROGBITS, SHF_ALLOC, zeros, 16, 4);
    data = builder_section(&object, ".data", SHT_PROGBITS,
                           SHF_ALLOC | SHF_WRITE, zeros, 16, 4);
    builder_symbol(&object, "word", STB_GLOBAL, STT_OBJECT, data, 8, 4);
    builder_rel(&object, text, 4, 1, type);
    builder_finish(&object);
}

static int load(void)
{
    const struct loader *loader = image_entry(&core_exports);

    strcpy(reason, "none");
    memset(&loaded, 0xee, sizeof(loaded));
    memset(world.memory, 0xee, SIZE + PAGE_SIZE);
    return loader->load(object.image, object.size, OWNER, &loaded, reason);
}

static void test_sound(void)
{
    u32 word;

    make(".deimos", ".rodata", R_386_32);
    CHECK_EQ(load(), 0);
    CHECK(!strcmp(reason, "none"));
    CHECK_EQ(loaded.region, REGION);
    CHECK_EQ(loaded.base, (u32)world.memory);
    CHECK_EQ(loaded.size, SIZE);
    CHECK_EQ(loaded.text_size, 32);
    CHECK_EQ(loaded.fixed_size, 64);
    CHECK_EQ(loaded.manifest, (u32)world.memory + 32);
    CHECK_EQ(loaded.manifest_size, 16);
    memcpy(&word, world.memory + 4, 4);
    CHECK_EQ(word, (u32)world.memory + PAGE_SIZE + 8);
    CHECK_EQ(world.memory[SIZE], 0xee);
    CHECK_EQ(world.regions, 1);
    world.regions = 0;
}

/* Without a manifest it is loaded: the CM says what is missing. */
static void test_no_manifest(void)
{
    make(".deimot", ".deimos2", R_386_32);
    CHECK_EQ(load(), 0);
    CHECK_EQ(loaded.manifest, 0);
    CHECK_EQ(loaded.manifest_size, 0);
    CHECK_EQ(world.regions, 1);
    world.regions = 0;
}

/* Refused, for that reason, after so many requests for a region. */
static void refused(int error, const char *why, u32 requests)
{
    world.requests = 0;
    CHECK_EQ(load(), error);
    if (!CHECK(strstr(reason, why)))
        printf("    %s\n", reason);
    CHECK_EQ(world.requests, requests);
    CHECK_EQ(world.regions, 0);
}

static void test_refused(void)
{
    make(".deimos", ".deimos", R_386_32);
    refused(E_FORMAT, "two sections .deimos", 0);
    make(".deimos", ".rodata", R_386_8);        /* found by placing it */
    refused(E_RELOCATION, "does not fit", 1);
    make(".deimos", ".rodata", 14);
    refused(E_RELOCATION, "R_386_TLS_TPOFF", 0);
    object.image[0] = 0;
    refused(E_FORMAT, "magic", 0);
    make(".deimos", ".rodata", R_386_32);
    builder_find(&object, ".text")->addralign = 3;
    refused(E_FORMAT, "power of two", 0);
}

static void test_no_region(void)
{
    make(".deimos", ".rodata", R_386_32);
    world.error = E_NOMEM;
    refused(E_NOMEM, "no region of 4112 bytes in the UPS", 1);
    world.error = E_FULL;
    refused(E_FULL, "no region of", 1);
    world.error = 0;
    world.is_unreachable = 1;
    refused(E_ADDRESS, "", 1);
    world.is_unreachable = 0;
    world.shift = 4;                    /* where the object may not lie */
    refused(E_ADDRESS, "", 1);
    world.shift = 0;
}

/* A name from the file is printable in the reason. */
static void test_printable(void)
{
    make("\x1b[31m", ".rodata", R_386_32);
    builder_find(&object, "\x1b[31m")->addralign = 3;
    refused(E_FORMAT, "[31m", 0);
    for (const char *s = reason; *s; s++)
        CHECK(*s >= ' ' && *s <= '~');
}

int main(void)
{
    world.memory = aligned_alloc(PAGE_SIZE, 4 * PAGE_SIZE);
    test_sound();
    test_no_manifest();
    test_refused();
    test_no_region();
    test_printable();
    free(world.memory);
    return check_done();
}

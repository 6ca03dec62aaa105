/* SPDX-License-Identifier: MIT */
/* sources: core/memory/ram.c core/lib/crc32.c */
/* What the boot loader hands over, and images of the core: at each bound. */
#include <string.h>

#include "../../core/boot/multiboot.c"
#include "../../core/image/image.c"

#include "check.h"

static char line[BOOT_LINE_SIZE + 8];
static struct multiboot info;
static struct { paddr_t start, end; const char *name; u32 zero; } module;

static const char *read(u32 flags)
{
    memset(&boot_info, 0xaa, sizeof(boot_info));
    boot_info.archive = boot_info.archive_size = boot_info.ranges = 0;
    info.flags = flags;
    return multiboot_read(BOOTLOADER_MAGIC, &info);
}

static void test_line(void)
{
    info.line = line;
    for (u32 length = 0; length < sizeof(line); length++) {
        memset(line, 'x', length);
        line[length] = 0;
        const char *fault = read(INFO_LINE);
        CHECK_EQ(!fault, length < BOOT_LINE_SIZE);
        CHECK(fault || !strcmp(boot_info.line, line));
    }
    CHECK(multiboot_read(BOOTLOADER_MAGIC + 1, &info));
    info.loader_name = line;            /* cut, and with its NUL */
    CHECK(!read(INFO_LOADER));
    CHECK_EQ(strlen(boot_info.loader), sizeof(boot_info.loader) - 1);
}

static void test_modules(void)
{
    info.module = (const void *)&module;
    for (u32 count = 0; count < 3; count++) {
        info.modules = count;
        module.start = 0x200000, module.end = 0x234567;
        CHECK(!read(INFO_MODULES));
        CHECK_EQ(boot_info.archive, count ? 0x200000 : 0);
        CHECK_EQ(boot_info.archive_size, count ? 0x34567 : 0);
        module.end = 0x200000;          /* empty: what reads it refuses it */
        CHECK(!read(INFO_MODULES));
        CHECK_EQ(boot_info.archive, count ? 0x200000 : 0);
        CHECK_EQ(boot_info.archive_size, 0);
        module.end = 0x1fffff;
        CHECK_EQ(!read(INFO_MODULES), !count);
        CHECK(!read(0) && !boot_info.archive);
    }
}

/* A map, if there is one; else the size above 1 MiB. */
static void test_memory(void)
{
    const struct ram_entry map = { .size = 20, .base = 0x100000,
                                   .length = 0x500000, .type = 1 };

    info.mem_upper = 0x4000;
    info.map = &map;
    info.map_length = sizeof(map);
    CHECK(!read(INFO_MEMORY));
    CHECK(boot_info.ranges == 1 && boot_info.range[0].start == 0x100000 &&
          boot_info.range[0].end == 0x1100000);
    CHECK(!read(INFO_MEMORY | INFO_MAP));
    CHECK(boot_info.ranges == 1 && boot_info.range[0].end == 0x600000);
    info.mem_upper = 0xffffffff;        /* goes on beyond what can be used */
    CHECK(!read(INFO_MEMORY));
    CHECK(boot_info.ranges == 1 && boot_info.range[0].end == RAM_TOP);
    CHECK(!read(0) && !boot_info.ranges);
}

/* An image: header, data, relocations; one field is another at a time. */
struct file {
    struct image_header h;
    u32 data[4];
    struct relocation r[2];
};

static struct file sound(void)
{
    return (struct file){
        .h = { IMAGE_MAGIC, sizeof(struct file), sizeof(struct file) + 99,
               offsetof(struct file, data), offsetof(struct file, r),
               sizeof(struct file) },
        .data = { 0x11, 0x22 },
        .r = { { offsetof(struct file, data), R_386_RELATIVE },
               { sizeof(struct file) - 4, R_386_RELATIVE } } };
}

static int is_sound(const struct file *f, u32 size)
{
    u32 needs = 0;
    const char *fault = image_check(f, size, &needs);

    CHECK(fault || needs == ((f->h.memory_size + 4095) & ~4095u));
    return !fault;
}

static void test_image(void)
{
    const u32 size = sizeof(struct file);
    static const u32 numbers[] = { 0, 1, 20, 24, 39, 40, 52, 53, 55, 56, 57,
        155, 1u << 24, (1u << 24) + 1, 0x80000000, 0xfffffffc, 0xffffffff };

    for (u32 n = 0; n <= size; n++) {
        struct file f = sound();
        CHECK_EQ(is_sound(&f, n), n == size);
    }
    for (u32 i = 0; i < ARRAY_SIZE(numbers); i++) {
        const u32 n = numbers[i];
        struct file f = sound();
        f.h.magic = n;
        CHECK(!is_sound(&f, size));
        f = sound();
        f.h.memory_size = n;
        CHECK_EQ(is_sound(&f, size), n >= size && n <= 1u << 24);
        f = sound();
        f.h.entry = n;
        CHECK_EQ(is_sound(&f, size), n < size);
        f = sound();
        f.h.relocations = n;
        if (n >= offsetof(struct file, r))
            CHECK_EQ(is_sound(&f, size), n <= size);
        f = sound();
        f.h.relocations_end = n;
        CHECK_EQ(is_sound(&f, size), n <= size && n >= f.h.relocations);
        for (u32 k = 0; k < 2; k++) {
            f = sound();
            f.r[k].offset = n;
            CHECK_EQ(is_sound(&f, size), n <= size - 4);
            f = sound();
            f.r[k].info = n;
            CHECK_EQ(is_sound(&f, size), n == R_386_RELATIVE);
        }
    }
}

int main(void)
{
    test_line();
    test_modules();
    test_memory();
    test_image();
    return check_done();
}

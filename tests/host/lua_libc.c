/* SPDX-License-Identifier: MIT */
/* sources: lua/module/deadline.c lua/libc/time.c */
/* flags: -w -D_FILE_OFFSET_BITS=64 -Ibuild/source/lua-5.4.9/src -include tests/host/lua_graph.h */
/*
 * What stands under the C library: pages at random against a plain map of each
 * region, the limit to the byte; files, time, and the time limit.
 */
#include <stdlib.h>
#include <time.h>

#include "../../lua/libc/pages.c"
#include "../../lua/libc/files.c"
#include "../../lua/module/deadline.h"

#include "check.h"

#define REGIONS 64
#define PIECES 200
#define ALL 256                 /* pages of a shared region, its first too */

static struct graph graph;

int __clock_gettime(clockid_t clock, struct timespec *now);
const char *__tm_to_tzname(const struct tm *time);

void graph_copy(void *to, u32 offset, u32 size)
{
    memcpy(to, (u8 *)&graph + offset, size);
}

static struct {
    u8 *base;
    u32 size;
    u8 used[ALL];               /* by the plain map; the first page is */
} regions[REGIONS];
static u32 created, destroyed, refuse, keep;

static int create(u32 space, u32 base, u32 size, u32 flags,
                  struct region_info *info)
{
    u32 i = 0;

    CHECK(space == NMM_UPS && !base && flags == REGION_ANYWHERE);
    CHECK(size % PAGE_SIZE == 0);
    if (refuse)
        return E_NOMEM;
    while (regions[i].base)
        i++;
    if (posix_memalign((void **)&regions[i].base, PAGE_SIZE, size))
        return E_NOMEM;
    memset(regions[i].base, 0xa5, size);
    memset(regions[i].used, 0, ALL);
    regions[i].used[0] = 1;
    regions[i].size = size;
    info->base = (u32)regions[i].base;
    created++;
    return (int)i + 100;
}

static int destroy(u32 handle)
{
    CHECK(handle >= 100 && regions[handle - 100].base);
    destroyed++;
    if (keep)
        return E_BUSY;
    free(regions[handle - 100].base);
    regions[handle - 100].base = NULL;
    return 0;
}

static const struct nmm nmm = { .create_region = (void *)create,
                                .destroy_region = (void *)destroy };
const struct nmm *volatile ium_nmm = &nmm;

static int region_of(const u8 *at)
{
    for (int i = 0; i < REGIONS; i++)
        if (regions[i].base && at > regions[i].base &&
            at < regions[i].base + regions[i].size)
            return i;
    return -1;
}

/* Has a shared region so many free pages in a row? */
static int has_room(u32 pages)
{
    for (int i = 0; i < REGIONS; i++) {
        u32 run = 0;

        if (!regions[i].base || regions[i].size != ALL * PAGE_SIZE)
            continue;
        for (u32 k = 0; k < ALL; k++) {
            run = regions[i].used[k] ? 0 : run + 1;
            if (run == pages)
                return 1;
        }
    }
    return 0;
}

static struct piece {
    u8 *at;
    u32 pages, mark;
} pieces[PIECES];

static void mark(const struct piece *piece, int on)
{
    const int i = region_of(piece->at);
    const u32 first = (u32)(piece->at - regions[i].base) / PAGE_SIZE;

    CHECK(i >= 0 && first >= 1);
    CHECK((first + piece->pages) * PAGE_SIZE <= regions[i].size);
    if (piece->pages > 64) {            /* one of its own */
        CHECK_EQ(first, 1);
        CHECK_EQ(regions[i].size, (1 + piece->pages + (piece->pages == 255))
                                  * PAGE_SIZE);
        return;
    }
    CHECK_EQ(regions[i].size, ALL * PAGE_SIZE);
    for (u32 k = first; k < first + piece->pages; k++) {
        CHECK_EQ(regions[i].used[k], !on);
        regions[i].used[k] = on;
    }
}

static int is_all(const u8 *at, u32 pages, u8 value)
{
    for (u32 i = 0; i < pages * PAGE_SIZE; i += i % PAGE_SIZE ? 4095 : 1)
        if (at[i] != value)
            return 0;
    return 1;
}

static u32 seed = 4711;
static u32 any(u32 most)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % most;
}

static void take(struct piece *piece)
{
    static const u32 sizes[] = { 1, 2, 63, 64, 65, 254, 255, 256, 300 };
    const u32 pages = any(3) ? 1 + any(20) : sizes[any(9)];
    const int fits = pages <= 64 && has_room(pages);
    const u32 before = created;

    piece->pages = pages;
    piece->mark = 1 + any(255);
    piece->at = pages_map(pages * PAGE_SIZE - any(PAGE_SIZE));
    if (!CHECK(piece->at))
        return;
    CHECK_EQ(created - before, !fits);
    CHECK(is_all(piece->at, pages, 0));
    mark(piece, 1);
    memset(piece->at, (int)piece->mark, pages * PAGE_SIZE);
}

static void give(struct piece *piece)
{
    CHECK(is_all(piece->at, piece->pages, (u8)piece->mark));
    mark(piece, 0);
    CHECK_EQ(pages_unmap(piece->at, piece->pages * PAGE_SIZE), 0);
    piece->at = NULL;
}

static void test_pages(void)
{
    u32 many = 0;

    pages_limit(256 << 20);
    for (u32 round = 0; round < 3000; round++) {
        struct piece *piece = &pieces[any(PIECES) % (round < 1500 ? 150 : 30)];

        if (piece->at)
            give(piece);
        else
            take(piece);
    }
    for (u32 i = 0; i < PIECES; i++)
        if (pieces[i].at)
            give(&pieces[i]);
    CHECK(created - destroyed <= 1);    /* an empty one may stay */
    CHECK_EQ(pages_unmap((void *)0x1000, 4096), -EINVAL);
}

/* All of the limit can be had, and not a page more; given back, again. */
static void test_limit(void)
{
    u8 *one, *two;

    while (chunks)
        chunk_destroy(chunks);
    CHECK_EQ(total, 0);
    for (u32 round = 0; round < 3; round++) {
        pages_limit(2 << 20);
        CHECK((one = pages_map(1)) != NULL);
        CHECK_EQ(total, 1 << 20);
        CHECK(!pages_map((1 << 20) + 1 - PAGE_SIZE));
        CHECK((two = pages_map(254 * PAGE_SIZE)) != NULL);
        CHECK_EQ(total, (1 << 20) + 255 * PAGE_SIZE);
        pages_limit((1 << 20) + 255 * PAGE_SIZE);
        CHECK(!pages_map(65 * PAGE_SIZE));
        CHECK((pages_map(PAGE_SIZE)) == one + PAGE_SIZE);
        pages_unmap(one + PAGE_SIZE, PAGE_SIZE);
        pages_unmap(two, 254 * PAGE_SIZE);
        CHECK_EQ(total, 1 << 20);
        pages_unmap(one, PAGE_SIZE);
        if (chunks)
            chunk_destroy(chunks);
        CHECK_EQ(total, 0);
    }
    pages_limit(64 << 20);
    CHECK(!pages_map(0) && !pages_map(64 << 20) && !pages_map(0xffffffff));
    CHECK(!pages_map(0xfffff000) && !pages_map(0x80000000));
    refuse = 1;
    CHECK(!pages_map(1) && !pages_map(100 * PAGE_SIZE));
    CHECK_EQ(total, 0);
    refuse = 0;
    one = pages_map(100 * PAGE_SIZE);
    two = pages_map(100 * PAGE_SIZE);
    keep = 1;                   /* what the NMM does not take back still is */
    pages_unmap(one, 100 * PAGE_SIZE);
    CHECK_EQ(total, 2 * 101 * PAGE_SIZE);
    keep = 0;
}

/* Members: "text" has ten bytes, "empty" none, "bad" cannot be read. */
static int archive_size(const char *name)
{
    return !strcmp(name, "text") || !strcmp(name, "bad") ? 10
           : !strcmp(name, "empty") ? 0 : !strcmp(name, "odd") ? E_RANGE
           : E_NOTFOUND;
}

static int archive_read(const char *name, u32 offset, void *to, u32 size)
{
    if (!strcmp(name, "bad"))
        return E_RANGE;
    CHECK(!strcmp(name, "text") && offset + size <= 10);
    memcpy(to, "0123456789" + offset, size);
    return (int)size;
}

static const struct cm cm = { .archive_size = (void *)archive_size,
                              .archive_read = (void *)archive_read };
const struct cm *volatile ium_cm = &cm;

static void test_text(void)
{
    char to[16];

    for (u32 size = 0; size <= sizeof(to); size++) {
        memset(to, '#', sizeof(to));
        CHECK_EQ(file_text("text", to, size), size > 10);
        CHECK(!strncmp(to, size > 10 ? "0123456789\0#" : "####", 12)
              || size <= 10);
        CHECK_EQ(to[15], '#');
    }
    CHECK(!file_text("empty", to, 16) && !file_text("none", to, 16));
    CHECK(!file_text("bad", to, 16) && !*to);
}

static void test_files(void)
{
    char to[16] = "";
    int fd = file_open("text", O_RDONLY);

    CHECK_EQ(fd, 3);
    CHECK_EQ(file_open("none", O_RDONLY), -ENOENT);
    CHECK_EQ(file_open("odd", O_RDONLY), -EIO);
    CHECK_EQ(file_open("text", O_WRONLY), -EROFS);
    CHECK_EQ(file_open("text", O_RDWR), -EROFS);
    CHECK_EQ(file_open("me", O_RDONLY), -ENOENT);
    file_alias("me", "text");
    CHECK_EQ(file_open("me", O_RDONLY), 4);
    CHECK_EQ(file_open("bad", O_RDONLY), 5);
    CHECK(file_read(4, to, 16) == 10 && !strcmp(to, "0123456789"));
    CHECK_EQ(file_read(5, to, 1), -EIO);
    CHECK(file_read(fd, to, 4) == 4 && file_duplicate(fd, 10) == 10);
    CHECK(file_read(10, to, 1) == 1 && *to == '4');
    CHECK(file_read(fd, to, 1) == 1 && *to == '4');
    CHECK_EQ(file_duplicate(fd, 11), -EBADF);
    CHECK_EQ(file_duplicate(fd, 2), -EBADF);
    CHECK_EQ(file_duplicate(9, 3), -EBADF);
    for (int bad = -1; bad < 14; bad++) {
        if (bad >= 3 && bad <= 5 || bad == 10)
            continue;
        CHECK_EQ(file_read(bad, to, 1), -EBADF);
        CHECK_EQ(file_seek(bad, 0, SEEK_SET), -EBADF);
        CHECK_EQ(file_close(bad), -EBADF);
    }
    CHECK(file_close(3) == 0 && file_read(3, to, 1) == -EBADF);
    CHECK_EQ(file_seek(4, 0x7fffffff, SEEK_SET), 0x7fffffff);
    CHECK_EQ(file_seek(4, 1, SEEK_CUR), -EINVAL);
    CHECK_EQ(file_seek(4, -11, SEEK_END), -EINVAL);
    CHECK_EQ(file_seek(4, -10, SEEK_END), 0);
}

static void test_time(void)
{
    static const u32 at[][4] = {        /* hz, ticks, seconds, nanoseconds */
        { 100, 0, 0, 0 }, { 100, 250, 2, 500000000 }, { 100, 99, 0, 990000000 },
        { 1000, 0xffffffff, 4294967, 295000000 }, { 0, 7, 7, 0 },
        { 3, 5, 1, 666666666 }, { 65536, 65535, 0, 999984741 },
    };
    struct timespec now;

    for (u32 i = 0; i < ARRAY_SIZE(at); i++) {
        graph.system.tick_hz = at[i][0];
        graph.system.ticks = at[i][1];
        CHECK_EQ(__clock_gettime(0, &now), 0);
        CHECK_EQ(now.tv_sec, at[i][2]);
        CHECK_EQ(now.tv_nsec, at[i][3]);
    }
    CHECK(!strcmp(__tm_to_tzname(NULL), "UTC"));
}

/* From whatever tick on, across 2^32; 0 is no limit. */
static void test_deadline(void)
{
    static const u32 starts[] = { 0, 1, 0x7fffff00, 0x80000000, 0xffffff80 };

    graph.system.tick_hz = 100;
    for (u32 i = 0; i < ARRAY_SIZE(starts); i++) {
        for (u32 seconds = 0; seconds < 4; seconds++) {
            graph.system.ticks = starts[i];
            deadline_start(seconds);
            for (u32 t = 0; t < 500; t += t % 100 == 99 || t % 100 == 0 ? 1 : 9) {
                graph.system.ticks = starts[i] + t;
                CHECK_EQ(deadline_passed(), seconds && t >= 100 * seconds);
            }
            deadline_stop();
            CHECK_EQ(deadline_passed(), 0);
        }
    }
}

int main(void)
{
    test_pages();
    test_limit();
    test_text();
    test_files();
    test_time();
    test_deadline();
    return check_done();
}

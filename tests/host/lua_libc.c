/* SPDX-License-Identifier: MIT */
/* sources: lua/module/deadline.c lua/libc/time.c */
/* flags: -w -D_FILE_OFFSET_BITS=64 -Ibuild/source/lua-5.4.9/src -include tests/host/lua_graph.h */
/*
 * What stands under the C library: files that are members of the
 * archive, time, and the time limit.
 */
#include <time.h>

#include "../../lua/libc/files.c"
/* By names of their own: the test itself needs the host's. */
#define exit absent_exit
#define abort absent_abort
#define system absent_system
#define remove absent_remove
#define rename absent_rename
#define tmpfile absent_tmpfile
#define tmpnam absent_tmpnam
#define setlocale absent_setlocale
#include "../../lua/libc/absent.c"
#undef system
#undef exit
#undef abort
#include "../../lua/module/deadline.h"

#include <setjmp.h>

#include "check.h"

static struct graph graph;

int __clock_gettime(clockid_t clock, struct timespec *now);
const char *__tm_to_tzname(const struct tm *time);

void graph_copy(void *to, u32 offset, u32 size)
{
    memcpy(to, (u8 *)&graph + offset, size);
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

static jmp_buf out;
static int left_with;

void ium_leave(int status)
{
    left_with = status;
    longjmp(out, 1);
}

static void test_ends(void)
{
    char said[40] = "";
    FILE *usual = stderr;

    for (int status = -1; status < 40; status++) {
        if (!setjmp(out))
            absent_exit(status);
        CHECK_EQ(left_with, status);
    }
    stderr = fmemopen(said, sizeof(said), "w");
    if (!setjmp(out))
        absent_abort();
    fclose(stderr);
    stderr = usual;
    CHECK_EQ(left_with, EXIT_FAILURE);
    CHECK(!strcmp(said, "lua: abort\n"));
}

/* Each says that there is no such thing, and why. */
#define CHECK_ABSENT(call, answer) \
    do { \
        errno = 0; \
        CHECK((call) == (answer) && errno == ENOSYS); \
    } while (0)

static void test_absent(void)
{
    static const struct { const char *name; int known; } locales[] = {
        { NULL, 1 }, { "", 1 }, { "C", 1 }, { "POSIX", 1 }, { "c", 0 },
        { "C.UTF-8", 0 }, { "de_DE", 0 }, { "P", 0 },
    };
    char name[20];

    CHECK_ABSENT(absent_system("ls"), -1);
    CHECK_EQ(absent_system(NULL), 0);   /* there is no shell */
    CHECK_ABSENT(absent_remove("text"), -1);
    CHECK_ABSENT(absent_rename("text", "new"), -1);
    CHECK_ABSENT(absent_tmpfile(), NULL);
    CHECK_ABSENT(absent_tmpnam(name), NULL);
    for (u32 i = 0; i < ARRAY_SIZE(locales); i++) {
        const char *got = absent_setlocale(LC_ALL, locales[i].name);

        CHECK(locales[i].known ? got && !strcmp(got, "C") : !got);
    }
}

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
    test_ends();
    test_absent();
    test_text();
    test_files();
    test_time();
    test_deadline();
    return check_done();
}

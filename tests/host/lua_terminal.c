/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* flags: -w -D_FILE_OFFSET_BITS=64 -Ibuild/source/lua-5.4.9/src -include tests/host/lua_graph.h */
/*
 * What is typed while a script runs, before and behind a Ctrl-C; lines that
 * are read in pieces; and vectors of which one is short.
 */
#include "../../lua/libc/syscall.c"
#include "../../lua/libc/terminal.c"
#include "../../lua/shell/input.c"

#include "check.h"

static struct graph graph;
static const char *typed, *line_typed;
static u32 arrives, expires;
static char written[64];

void graph_copy(void *to, u32 offset, u32 size)
{
    graph.system.ticks++;
    memcpy(to, (u8 *)&graph + offset, size);
}

static int console_read(void *to, u32 size)
{
    u32 n = (u32)strlen(typed);

    if (arrives && arrives--)           /* so often nothing is there yet */
        return 0;
    n = n < size ? n : size;
    memcpy(to, typed, n);
    typed += n;
    return (int)n;
}

static int console_write(u32 channel, const void *data, u32 size)
{
    CHECK(channel == CONSOLE_TEXT);
    if (size > 40)
        return E_RANGE;
    strncat(written, data, size);
    return (int)size;
}

static const struct console methods = { .read = console_read,
                                        .write = console_write };
const struct console *volatile ium_console = &methods;

int deadline_passed(void) { return expires && !--expires; }

int edit_line(const char *prompt, char *line, int size)
{
    CHECK(!*prompt && size == EDIT_LINE);
    if (!line_typed)
        return EDIT_END;
    strcpy(line, line_typed);
    line_typed = NULL;
    return (int)strlen(line);
}

/* Files: three bytes at most of each. */
ssize_t file_read(int fd, void *to, size_t size)
{
    memset(to, 'f', size < 3 ? size : 3);
    return fd == 9 ? -EIO : size < 3 ? (ssize_t)size : 3;
}
int file_open(const char *path, int flags) { return 5 + flags; }
int file_close(int fd) { return fd == 7 ? 0 : -EBADF; }
int file_duplicate(int from, int to) { return from * 10 + to; }
off_t file_seek(int fd, off_t offset, int whence) { return offset + whence; }
void *pages_map(size_t size) { return size == 4096 ? (void *)0x5000 : NULL; }
int pages_unmap(void *at, size_t size) { return (int)at + (int)size; }

static void test_ahead(void)
{
    typed = "abc";
    CHECK_EQ(terminal_poll(), 0);
    typed = "d";
    CHECK_EQ(terminal_poll(), 0);
    for (const char *c = "abcd"; *c; c++)
        CHECK_EQ(terminal_key(), *c);
    typed = "abc";
    terminal_poll();
    typed = "x\3y";
    CHECK_EQ(terminal_poll(), 1);       /* and nothing of it is left */
    typed = "\xff\xc3\x80";              /* bytes, none of which is -1 */
    terminal_poll();
    CHECK(terminal_key() == 0xff && terminal_key() == 0xc3);
    CHECK_EQ(terminal_key_soon(), 0x80);
    typed = "\xffz";
    arrives = 3;
    CHECK(terminal_key() == 0xff && terminal_key() == 'z');
    for (u32 i = 0; i < 40; i++) {
        typed = "0123456789";
        CHECK_EQ(terminal_poll(), 0);
    }
    for (u32 i = 0; i < 256; i++)
        CHECK_EQ(terminal_key(), '0' + i % 10);
    typed = "";
    expires = 5;
    CHECK_EQ(terminal_key(), -1);
}

static void test_soon(void)
{
    graph.system.tick_hz = 100;
    typed = "k";
    arrives = 4;
    CHECK_EQ(terminal_key_soon(), 'k');
    const u32 began = graph.system.ticks;
    typed = "";
    CHECK_EQ(terminal_key_soon(), -1);
    CHECK(graph.system.ticks - began >= 11 && graph.system.ticks - began < 16);
    typed = "pq";
    terminal_poll();
    CHECK(terminal_key_soon() == 'p' && terminal_key_soon() == 'q');
}

static void test_lines(void)
{
    char to[16] = "";

    line_typed = "hello";
    CHECK_EQ(input_read(to, 2), 2);
    CHECK_EQ(input_read(to + 2, 10), 4);
    CHECK(!strcmp(to, "hello\n"));
    CHECK_EQ(input_read(to, 4), 0);
    line_typed = "";
    CHECK(input_read(to, 4) == 1 && *to == '\n');
}

static void test_vectors(void)
{
    char a[4] = "", b[4] = "", c[4] = "";
    const struct iovec three[] = { { a, 2 }, { b, 0 }, { c, 3 } };
    const struct iovec shorter[] = { { a, 4 }, { b, 2 } };
    const struct iovec texts[] = { { "ab", 2 }, { "", 0 }, { "cd", 2 } };
    const struct iovec large[] = { { "ab", 2 }, { written, 41 } };

    CHECK_EQ(sys_call(SYS_readv, 7, (long)three, 3, 0, 0, 0), 5);
    CHECK(!strcmp(a, "ff") && !*b && !strcmp(c, "fff"));
    CHECK_EQ(sys_call(SYS_readv, 7, (long)shorter, 2, 0, 0, 0), 3);
    CHECK(!*b);                         /* a short one ends it */
    CHECK_EQ(sys_call(SYS_readv, 9, (long)three, 3, 0, 0, 0), -EIO);
    CHECK_EQ(sys_call(SYS_writev, 1, (long)texts, 3, 0, 0, 0), 4);
    CHECK(!strcmp(written, "abcd"));
    CHECK_EQ(sys_call(SYS_writev, 2, (long)large, 2, 0, 0, 0), 2);
    CHECK_EQ(sys_call(SYS_write, 1, (long)written, 41, 0, 0, 0), -EIO);
    CHECK_EQ(sys_call(SYS_writev, 0, (long)texts, 3, 0, 0, 0), -EBADF);
    CHECK_EQ(sys_call(SYS_writev, 3, (long)texts, 3, 0, 0, 0), -EBADF);
}

static void test_calls(void)
{
    off_t at = 0;

    CHECK_EQ(sys_call(SYS_read, 1, (long)written, 1, 0, 0, 0), -EBADF);
    CHECK_EQ(sys_call(SYS_read, 3, (long)written, 9, 0, 0, 0), 3);
    CHECK_EQ(sys_call(SYS_open, (long)"x", 1, 0, 0, 0, 0), 6);
    CHECK_EQ(sys_call(SYS_close, 2, 0, 0, 0, 0, 0), 0);
    CHECK_EQ(sys_call(SYS_close, 3, 0, 0, 0, 0, 0), -EBADF);
    CHECK_EQ(sys_call(SYS_dup2, 4, 5, 0, 0, 0, 0), 45);
    CHECK_EQ(sys_call(SYS__llseek, 2, 0, 1, (long)&at, 0, 0), -ESPIPE);
    CHECK_EQ(sys_call(SYS__llseek, 3, 0, 40, (long)&at, 2, 0), 0);
    CHECK_EQ(at, 42);
    CHECK_EQ(sys_call(SYS_mmap2, 0, 4096, 0, MAP_ANONYMOUS, 0, 0), 0x5000);
    CHECK_EQ(sys_call(SYS_mmap2, 0, 8192, 0, MAP_ANONYMOUS, 0, 0), -ENOMEM);
    CHECK_EQ(sys_call(SYS_mmap2, 0, 4096, 0, 0, 0, 0), -ENOSYS);
    CHECK_EQ(sys_call(SYS_mmap2, 0, 4096, 0, MAP_ANONYMOUS | MAP_FIXED, 0, 0),
             -ENOSYS);
    CHECK_EQ(sys_call(SYS_munmap, 3, 4, 0, 0, 0, 0), 7);
    CHECK_EQ(sys_call(SYS_madvise, 0, 0, 0, 0, 0, 0), 0);
    CHECK_EQ(sys_call(SYS_ioctl, 1, 0, 0, 0, 0, 0), -ENOTTY);
    CHECK_EQ(sys_call(9999, 0, 0, 0, 0, 0, 0), -ENOSYS);
}

int main(void)
{
    test_ahead();
    test_soon();
    test_lines();
    test_vectors();
    test_calls();
    return check_done();
}

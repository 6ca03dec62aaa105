/* SPDX-License-Identifier: MIT */
/* The system calls that musl makes for Lua. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "shim.h"

#define STANDARD_FILES 3        /* descriptors below are the console */

long sys_call(long number, long a, long b, long c, long d, long e, long f);

static ssize_t sys_write(int fd, const void *data, size_t size)
{
    return fd == 1 || fd == 2 ? terminal_write(data, size) : -EBADF;
}

static ssize_t sys_read(int fd, void *buffer, size_t size)
{
    if (fd == 0)
        return input_read(buffer, size);
    return fd < STANDARD_FILES ? -EBADF : file_read(fd, buffer, size);
}

/* All vectors in turn; a short one ends it. */
static ssize_t each_vector(ssize_t (*act)(int, void *, size_t), int fd,
                           const struct iovec *vector, int count)
{
    ssize_t total = 0;

    for (int i = 0; i < count; i++) {
        ssize_t done;

        if (!vector[i].iov_len)
            continue;
        done = act(fd, vector[i].iov_base, vector[i].iov_len);
        if (done < 0)
            return total ? total : done;
        total += done;
        if ((size_t)done < vector[i].iov_len)
            break;
    }
    return total;
}

static ssize_t write_vector(int fd, void *data, size_t size)
{
    return sys_write(fd, data, size);
}

static long sys_mmap(size_t size, int flags)
{
    void *pages;

    if (!(flags & MAP_ANONYMOUS) || (flags & MAP_FIXED))
        return -ENOSYS;
    pages = pages_map(size);
    return pages ? (long)pages : -ENOMEM;
}

static long sys_seek(int fd, off_t offset, off_t *result, int whence)
{
    off_t position;

    if (fd < STANDARD_FILES)
        return -ESPIPE;
    position = file_seek(fd, offset, whence);
    if (position < 0)
        return position;
    *result = position;
    return 0;
}

long sys_call(long number, long a, long b, long c, long d, long e, long f)
{
    (void)f;
    switch (number) {
    case SYS_write:
        return sys_write(a, (void *)b, c);
    case SYS_writev:
        return each_vector(write_vector, a, (void *)b, c);
    case SYS_read:
        return sys_read(a, (void *)b, c);
    case SYS_readv:
        return each_vector(sys_read, a, (void *)b, c);
    case SYS_open:
        return file_open((const char *)a, b);
    case SYS_close:
        return a < STANDARD_FILES ? 0 : file_close(a);
    case SYS_dup2:
    case SYS_dup3:
        return file_duplicate(a, b);
    case SYS__llseek:
        return sys_seek(a, (off_t)b << 32 | (unsigned long)c, (off_t *)d, e);
    case SYS_mmap2:
        return sys_mmap(b, d);
    case SYS_munmap:
        return pages_unmap((void *)a, b);
    case SYS_mprotect:          /* guards are not kept: see README */
    case SYS_madvise:
        return 0;
    case SYS_ioctl:
        return -ENOTTY;
    default:
        return -ENOSYS;
    }
}

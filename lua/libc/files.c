/* SPDX-License-Identifier: MIT */
/* Members of the boot archive as read-only files. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../module/ium.h"
#include "shim.h"

#define FIRST 3                 /* descriptor of files[0] */
#define FILES 8
#define NAME_MAX_ 256           /* a name in the archive */

static struct file {
    char name[NAME_MAX_];       /* "": free */
    u32 size, offset;
} files[FILES];

static const char *alias, *alias_member;

void file_alias(const char *path, const char *member)
{
    alias = path;
    alias_member = member;
}

static struct file *find(int fd)
{
    if (fd < FIRST || fd >= FIRST + FILES || !files[fd - FIRST].name[0])
        return NULL;
    return &files[fd - FIRST];
}

int file_open(const char *path, int flags)
{
    int i = 0, size;

    if ((flags & O_ACCMODE) != O_RDONLY)
        return -EROFS;
    if (alias && !strcmp(path, alias))
        path = alias_member;
    while (*path == '/' || (path[0] == '.' && path[1] == '/'))
        path++;
    if (!*path || strlen(path) >= NAME_MAX_)
        return -ENOENT;
    while (i < FILES && files[i].name[0])
        i++;
    if (i == FILES)
        return -EMFILE;
    size = ium_cm->archive_size(path);
    if (size < 0)
        return size == E_NOTFOUND ? -ENOENT : -EIO;
    strcpy(files[i].name, path);
    files[i].size = size;
    files[i].offset = 0;
    return FIRST + i;
}

int file_close(int fd)
{
    struct file *file = find(fd);

    if (!file)
        return -EBADF;
    file->name[0] = '\0';
    return 0;
}

/* `to` becomes what `from` is. */
int file_duplicate(int from, int to)
{
    struct file *file = find(from);

    if (!file || to < FIRST || to >= FIRST + FILES)
        return -EBADF;
    files[to - FIRST] = *file;
    return to;
}

ssize_t file_read(int fd, void *buffer, size_t size)
{
    struct file *file = find(fd);
    int result;

    if (!file)
        return -EBADF;
    if (file->offset >= file->size)
        return 0;
    if (size > file->size - file->offset)
        size = file->size - file->offset;
    result = ium_cm->archive_read(file->name, file->offset, buffer, size);
    if (result < 0)
        return -EIO;
    file->offset += size;
    return size;
}

int file_text(const char *member, char *to, size_t size)
{
    int got = ium_cm->archive_size(member);

    if (got <= 0 || (u32)got >= size)
        return 0;
    got = ium_cm->archive_read(member, 0, to, (u32)got);
    to[got > 0 ? got : 0] = '\0';
    return got > 0;
}

off_t file_seek(int fd, off_t offset, int whence)
{
    struct file *file = find(fd);

    if (!file)
        return -EBADF;
    if (whence == SEEK_CUR)
        offset += file->offset;
    else if (whence == SEEK_END)
        offset += file->size;
    if (offset < 0 || offset > 0x7fffffff)
        return -EINVAL;
    file->offset = offset;
    return offset;
}

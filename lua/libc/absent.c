/* SPDX-License-Identifier: MIT */
/*
 * Functions of the C library that mean something else here, or nothing. The
 * linker takes these before it looks into libc.a.
 */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../module/ium.h"

static int absent(void)
{
    errno = ENOSYS;
    return -1;
}

_Noreturn void exit(int status)
{
    ium_leave(status);
}

_Noreturn void abort(void)
{
    fputs("lua: abort\n", stderr);
    ium_leave(EXIT_FAILURE);
}

/* There is no shell to run a command. */
int system(const char *command)
{
    return command ? absent() : 0;
}

/* The archive is read only. */
int remove(const char *path)
{
    (void)path;
    return absent();
}

int rename(const char *from, const char *to)
{
    (void)from;
    (void)to;
    return absent();
}

FILE *tmpfile(void)
{
    absent();
    return NULL;
}

char *tmpnam(char *name)
{
    (void)name;
    absent();
    return NULL;
}

/* The C locale and no other. */
char *setlocale(int category, const char *name)
{
    (void)category;
    if (name && *name && strcmp(name, "C") && strcmp(name, "POSIX"))
        return NULL;
    return (char *)"C";
}

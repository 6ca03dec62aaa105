/* SPDX-License-Identifier: MIT */
/* Standard input: the console, a line at a time, through the line editor. */
#include <string.h>

#include "../libc/shim.h"
#include "edit.h"

ssize_t input_read(void *buffer, size_t size)
{
    static char line[EDIT_LINE + 1];
    static size_t have, given;

    if (given == have) {
        int length = edit_line("", line, EDIT_LINE);

        if (length < 0)
            return 0;
        line[length] = '\n';
        have = length + 1;
        given = 0;
    }
    if (size > have - given)
        size = have - given;
    memcpy(buffer, line + given, size);
    given += size;
    return size;
}

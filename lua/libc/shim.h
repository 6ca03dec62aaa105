/* SPDX-License-Identifier: MIT */
/*
 * What stands in for an operating system under musl: one dispatcher for its
 * system calls, and behind it the boot archive (files), the console
 * (terminal) and the NMM (pages). Each function returns a result or a
 * negative errno, as a system call does.
 */
#pragma once

#include <stddef.h>
#include <sys/types.h>

/* start: musl's part of the thread's control block. Before anything else. */
void libc_start(void);

/* An empty FPU that rounds to 53 bits (fpu.S). */
void fpu_start(void);

/* pages: anonymous memory, up to a limit in bytes for all of it. */
void pages_limit(size_t bytes);
void *pages_map(size_t size);
int pages_unmap(void *address, size_t size);

/* files: members of the boot archive, read only. */
int file_open(const char *path, int flags);
int file_close(int fd);
int file_duplicate(int from, int to);
ssize_t file_read(int fd, void *buffer, size_t size);
off_t file_seek(int fd, off_t offset, int whence);

/* A whole member as a C string; 0: none, empty, or no room. */
int file_text(const char *member, char *to, size_t size);

/* From now on `path` opens that member, too. Both texts stay. */
void file_alias(const char *path, const char *member);

/* terminal: the console as standard output and error, and its keys. */
ssize_t terminal_write(const void *data, size_t size);
/* The next character, or -1 if none comes before the time limit. */
int terminal_key(void);
/* As terminal_key, but -1 if none comes soon, as within one key's bytes. */
int terminal_key_soon(void);
/* Take in what has been typed; 1 if there was a Ctrl-C in it. */
int terminal_poll(void);

/* Standard input, which the room of the line editor has (shell/input.c). */
ssize_t input_read(void *buffer, size_t size);

/* SPDX-License-Identifier: MIT */
/*
 * The memory and string functions of the core, with the C library's names
 * and meaning: gcc emits calls to the first four on its own, freestanding
 * or not. Host tests link the C library's instead of string.S.
 */
#pragma once

#include "../api/types.h"

void *memcpy(void *to, const void *from, __SIZE_TYPE__ size);
void *memmove(void *to, const void *from, __SIZE_TYPE__ size);
void *memset(void *to, int byte, __SIZE_TYPE__ size);
int memcmp(const void *a, const void *b, __SIZE_TYPE__ size);

__SIZE_TYPE__ strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, __SIZE_TYPE__ size);

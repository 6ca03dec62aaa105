/* SPDX-License-Identifier: MIT */
/*
 * The options of the kernel command line: words `key=value`. They are also
 * the environment that os.getenv reads.
 */
#pragma once

/* Before anything asks for an option. */
void option_init(void);

/* The value of an option, or NULL. */
const char *option_find(const char *key);

/* An option that is a number up to max. If it is missing: otherwise; if it is
 * not such a number: -1. */
int option_number(const char *key, int otherwise, int max);

/* The words, ended by NULL. */
extern char **environ;

/* SPDX-License-Identifier: MIT */
/* What a value of the command line may be. Pure. */
#pragma once

#include "../api/types.h"

/* A character of a name: a letter, a digit, or one of . _ - */
int option_is_name(char c);
/* One of the words in `choices`, which blanks part? */
int option_is_choice(const char *choices, const char *value);
/* Decimal digits, from min to max? */
int option_is_number(const char *value, u32 min, u32 max);
/* Characters of names, and '/'; at most `max`. */
int option_is_path(const char *value, u32 max);
